package dev.millrace.embedding.config;

import java.time.Duration;

/// How much there may be of everything.
///
/// @param threads texts embedded at a time
/// @param batch texts of one transaction
/// @param batchTime after which a transaction has no more of them
/// @param waitingTexts in memory; older ones stay in the log
/// @param tokens of a text that a model reads
/// @param characters of a text that are read and compared
/// @param items that this instance knows
public record Bounds(
        int threads, int batch, Duration batchTime, int waitingTexts, int tokens, int characters, int items) {
    public Bounds {
        Checks.range("bounds.threads", threads, 1, 64);
        Checks.range("bounds.batch", batch, 1, 500);
        Checks.range("bounds.batch-ms", batchTime.toMillis(), 1, 10_000);
        Checks.range("bounds.waiting-texts", waitingTexts, 1_000, 1_000_000);
        Checks.range("bounds.tokens", tokens, 8, 512);
        Checks.range("bounds.characters", characters, 20, 10_000);
        Checks.range("bounds.items", items, 1, 50_000_000);
    }
}
