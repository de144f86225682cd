package dev.millrace.stack.load;

import dev.millrace.stack.load.sql.IdRanges;
import dev.millrace.stack.load.sql.TableInsert;
import java.nio.ByteBuffer;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// One session of the clickstream on its way to a row of `log_visit`.
final class EshopVisit {
    private static final long VISITOR_MIX = 0x9E3779B97F4A7C15L;

    private final EshopClick first;
    private EshopClick last;
    private int clicks;

    EshopVisit(EshopClick first) {
        this.first = first;
        this.last = first;
    }

    void add(EshopClick click) {
        last = click;
        clicks++;
    }

    EshopClick first() {
        return first;
    }

    EshopClick last() {
        return last;
    }

    long id() {
        return IdRanges.ESHOP_ROWS + first.session();
    }

    /// Values in the order of [EshopRows#VISIT].
    List<@Nullable Object> row(long entryUrl, long exitUrl) {
        return TableInsert.row(
                id(),
                EshopRows.SITE,
                visitor(first.session()),
                EshopRows.text(last.time()),
                visitor(~first.session()),
                new byte[4],
                EshopRows.text(first.time()),
                entryUrl,
                exitUrl,
                clicks,
                IdRanges.ESHOP_ROWS + last.number(),
                java.time.Duration.between(first.time(), last.time()).toSeconds());
    }

    /// The data set knows no buyer beyond the session, so each session is a visitor of its own.
    static byte[] visitor(int session) {
        return ByteBuffer.allocate(Long.BYTES)
                .putLong((session + 1L) * VISITOR_MIX)
                .array();
    }
}
