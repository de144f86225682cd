package dev.millrace.stack.bench;

/// How much each round of the CDC bench has to do.
///
/// @param rows in the table when its snapshot is taken, a multiple of 1,000
/// @param changes in the backlog
/// @param rate single-row commits a second in the steady part
/// @param seconds of the steady part that count
record CdcLoad(int rows, int changes, int rate, int seconds) {
    static final CdcLoad NORMAL = new CdcLoad(200_000, 200_000, 1_000, 20);
}
