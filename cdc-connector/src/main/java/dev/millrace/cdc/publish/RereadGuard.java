package dev.millrace.cdc.publish;

import dev.millrace.cdc.CdcException;
import org.apache.kafka.connect.source.SourceRecord;
import org.jspecify.annotations.Nullable;

/// Refuses rows of a transaction that is read a second time in the same run.
///
/// The binlog client opens a lost connection again by itself and asks for the transaction in hand from its beginning.
/// Debezium takes its rows for new ones, *and gives them an offset that counts the whole transaction as done*: they
/// would be published twice, and a crash among them would lose the rest. The stored offset is right as long as none of
/// them is published, so the run ends here and the next one continues in the midst of the transaction.
///
/// One thread.
final class RereadGuard {
    private static final String OLD_KEY_HEADER = "__debezium.oldkey";

    private String gtid = "";
    private @Nullable Object gtidsDone;
    private String file = "";
    private long position;
    private long rowNumber;

    /// @throws CdcException when the row is read a second time
    void check(Change.Row row) {
        if (row.isSnapshot()) {
            return;
        }
        String now = row.gtid();
        boolean numbered = now.indexOf(':') >= 0;
        if (numbered ? isDone(row, now) : isBehind(row)) {
            throw new CdcException("the connection to the binlog broke within a transaction (%s, %s:%d), which is now"
                            .formatted(now, row.file(), row.offset())
                    + " read again from its beginning; nothing of that is published, a restart continues where the"
                    + " transaction was left");
        }
        if (!numbered) {
            file = row.file();
            position = row.offset();
            rowNumber = row.rowNumber();
        }
    }

    /// Whether the row's offset counts its own transaction as done. Looked at once per transaction.
    private boolean isDone(Change.Row row, String now) {
        Object done = row.record().sourceOffset().get("gtids");
        if (now.equals(gtid) && (done == null || done.equals(gtidsDone))) {
            return false;
        }
        gtid = now;
        gtidsDone = done;
        return done != null && contains(done.toString(), gtid);
    }

    /// Whether a set such as `<uuid>:1-5:8,<uuid>:3` has the transaction `<uuid>:<number>`.
    static boolean contains(String set, String gtid) {
        int colon = gtid.lastIndexOf(':');
        String server = gtid.substring(0, colon);
        long number = Long.parseLong(gtid.substring(colon + 1));
        for (String part : set.split(",", -1)) {
            String[] fields = part.strip().split(":", -1);
            if (!fields[0].equalsIgnoreCase(server)) {
                continue;
            }
            for (int i = 1; i < fields.length; i++) {
                String[] bounds = fields[i].split("-", -1);
                if (number >= Long.parseLong(bounds[0]) && number <= Long.parseLong(bounds[bounds.length - 1])) {
                    return true;
                }
            }
        }
        return false;
    }

    /// Without GTIDs: whether the row lies before the last one, in the same file. The new key of a row lies where its
    /// old one was deleted.
    private boolean isBehind(Change.Row row) {
        if (!row.file().equals(file) || row.offset() > position) {
            return false;
        }
        SourceRecord record = row.record();
        boolean newKey = record.headers().lastWithName(OLD_KEY_HEADER) != null;
        return row.offset() < position || row.rowNumber() < rowNumber || (row.rowNumber() == rowNumber && !newKey);
    }
}
