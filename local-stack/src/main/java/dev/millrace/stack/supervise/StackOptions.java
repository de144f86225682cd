package dev.millrace.stack.supervise;

import java.nio.file.Path;
import java.util.regex.Pattern;

/// What the person at the terminal asked for.
///
/// @param data where everything is kept
/// @param cacheDir where server programs are unpacked once
/// @param ports of all parts
/// @param rate row changes a second that the simulator makes; 0 = no simulator
/// @param embeds whether embedding-app is a part; without it vectors come from elsewhere, or there are none
/// @param queryHeap `-Xmx` of query-service, such as `512m`
/// @param timeZone of the embedded MySQL
/// @param external servers that replace embedded ones
public record StackOptions(
        DataFolder data,
        Path cacheDir,
        Ports ports,
        int rate,
        boolean embeds,
        String queryHeap,
        String timeZone,
        ExternalParts external) {
    private static final int MAX_RATE = 100_000;
    private static final Pattern HEAP = Pattern.compile("[1-9][0-9]{0,5}[mg]");

    public StackOptions {
        if (!HEAP.matcher(queryHeap).matches()) {
            throw new IllegalArgumentException("--query-heap must be such as 512m or 1g, got " + queryHeap);
        }
        if (rate < 0 || rate > MAX_RATE) {
            throw new IllegalArgumentException("--rate must be 0.." + MAX_RATE + " row changes a second, got " + rate);
        }
    }
}
