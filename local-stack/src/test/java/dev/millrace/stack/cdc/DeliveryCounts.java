package dev.millrace.stack.cdc;

import java.util.LinkedHashMap;
import java.util.Map;

/// What was wrong with the raw topics, and what may be there more than once.
///
/// @param lost records that must be there and are not: changes, tombstones, rows of the snapshot
/// @param outOfOrder records of a row that came after a later one
/// @param duplicates records of the binlog that came again; rows that one snapshot gave twice
/// @param foreign records that no committed change explains: a wrong value, the wrong partition
/// @param leftBehind rows that topics hold and the table does not, or with another version
/// @param snapshotRepeats rows that an interrupted snapshot had published; the next one reads them again
/// @param impliedDeletes rows of an interrupted snapshot that were gone when the next one began
/// @param tableRows rows that came again, unchanged, because one table was read
record DeliveryCounts(
        long lost,
        long outOfOrder,
        long duplicates,
        long foreign,
        long leftBehind,
        long snapshotRepeats,
        long impliedDeletes,
        long tableRows) {

    boolean isClean() {
        return lost + outOfOrder + duplicates + foreign + leftBehind == 0;
    }

    /// Name → count, in the order of a table.
    Map<String, Long> figures() {
        Map<String, Long> figures = new LinkedHashMap<>();
        figures.put("lost", lost);
        figures.put("out_of_order", outOfOrder);
        figures.put("duplicates", duplicates);
        figures.put("foreign", foreign);
        figures.put("left_behind", leftBehind);
        figures.put("snapshot_repeats", snapshotRepeats);
        figures.put("implied_deletes", impliedDeletes);
        figures.put("table_rows", tableRows);
        return figures;
    }
}
