package dev.millrace.stack.supervise;

import java.nio.file.Path;

/// What the person at the terminal asked for.
///
/// @param data where everything is kept
/// @param cacheDir where server programs are unpacked once
/// @param ports of all parts
/// @param rate row changes a second that the simulator makes; 0 = no simulator
/// @param embeds whether embedding-app is a part; without it vectors come from elsewhere, or there are none
/// @param timeZone of the embedded MySQL
/// @param external servers that replace embedded ones
public record StackOptions(
        DataFolder data,
        Path cacheDir,
        Ports ports,
        int rate,
        boolean embeds,
        String timeZone,
        ExternalParts external) {
    private static final int MAX_RATE = 100_000;

    public StackOptions {
        if (rate < 0 || rate > MAX_RATE) {
            throw new IllegalArgumentException("--rate must be 0.." + MAX_RATE + " row changes a second, got " + rate);
        }
    }
}
