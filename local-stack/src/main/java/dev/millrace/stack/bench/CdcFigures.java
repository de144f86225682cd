package dev.millrace.stack.bench;

/// What one round of one side measured.
///
/// @param snapshotRate rows a second, from the first readable row to the last
/// @param snapshotCpuUs CPU of the process for a row, microseconds
/// @param streamRate records a second while a backlog is read after a restart
/// @param streamCpuUs CPU of the process for a record of it, microseconds
/// @param p50Ms commit to a read_committed consumer at the steady rate
/// @param p99Ms the same
/// @param steadyCpuUs CPU of the process for a change at the steady rate, microseconds
record CdcFigures(
        double snapshotRate,
        double snapshotCpuUs,
        double streamRate,
        double streamCpuUs,
        double p50Ms,
        double p99Ms,
        double steadyCpuUs) {

    static final String HEADER = "%-10s %12s %12s %12s %12s %8s %8s %12s"
            .formatted("side", "snapshot/s", "us/row", "stream/s", "us/record", "p50 ms", "p99 ms", "us at steady");

    String line(String side) {
        return "%-10s %12.0f %12.1f %12.0f %12.1f %8.1f %8.1f %12.1f"
                .formatted(side, snapshotRate, snapshotCpuUs, streamRate, streamCpuUs, p50Ms, p99Ms, steadyCpuUs);
    }
}
