package dev.millrace.streams.behaviour;

import dev.millrace.contract.proto.ActionRow;
import dev.millrace.contract.proto.Interaction;
import dev.millrace.contract.proto.VisitState;
import dev.millrace.streams.runtime.Expiry;
import dev.millrace.streams.runtime.Tally;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.streams.processor.PunctuationType;
import org.apache.kafka.streams.processor.api.ProcessorContext;

/// How late a row may be, and how long is remembered what rows added: as long, or a row that was forgotten
/// would be counted again. By the clock of the source. One thread.
final class Lateness {
    private static final Duration FORGET = Duration.ofMinutes(1);

    /// A visit is remembered longer than its rows may be late.
    private static final Duration LONGEST_VISIT = Duration.ofDays(1);

    /// Clocks of machines differ by less.
    private static final Duration AHEAD = Duration.ofMinutes(1);

    private final ProcessorContext<?, ?> context;
    private final Duration latest;
    private final Tally late;
    private final Tally ahead;
    private final Expiry<Interaction> rows;
    private final Expiry<VisitState> visitExpiry;
    private long readUntilUs;

    /// @param latest how late a row may be
    Lateness(ProcessorContext<?, ?> context, CountedRows counted, Visits visits, Duration latest) {
        this.context = context;
        this.latest = latest;
        late = Tally.of(context, "too-late");
        ahead = Tally.of(context, "clock-ahead");
        rows = counted.expiry(latest, Tally.of(context, "row-forgotten"));
        visitExpiry = visits.expiry(latest.plus(LONGEST_VISIT), Tally.of(context, "visit-forgotten"));
        context.schedule(FORGET, PunctuationType.WALL_CLOCK_TIME, _ -> forget());
    }

    /// All changes until then have been read. A source whose clock is ahead is not believed beyond our own: it
    /// would make everybody late.
    void read(long commitTimeUs) {
        readUntilUs = Math.max(readUntilUs, believed(commitTimeUs));
    }

    /// Commit time up to which everything has been read.
    long readUntilUs() {
        return readUntilUs;
    }

    /// What was counted of so old a row may be forgotten by now: to count it again would be worse than not at
    /// all.
    boolean isLate(ActionRow row) {
        long committedUs = Math.max(believed(row.getPosition().getCommitTimeUs()), readUntilUs);
        boolean isLate = row.getServerTimeMs() < TimeUnit.MICROSECONDS.toMillis(committedUs) - latest.toMillis();
        if (isLate) {
            late.hit();
        }
        return isLate;
    }

    private long believed(long commitTimeUs) {
        long nowMs = context.currentSystemTimeMs();
        if (commitTimeUs > TimeUnit.MILLISECONDS.toMicros(nowMs + AHEAD.toMillis())) {
            ahead.hit();
        }
        return Math.min(commitTimeUs, TimeUnit.MILLISECONDS.toMicros(nowMs));
    }

    private void forget() {
        long nowMs = TimeUnit.MICROSECONDS.toMillis(readUntilUs);
        rows.look(nowMs);
        visitExpiry.look(nowMs);
    }
}
