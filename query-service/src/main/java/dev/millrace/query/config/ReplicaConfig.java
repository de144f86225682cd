package dev.millrace.query.config;

/// Bound of the catalogue replica.
///
/// @param maxItems items beyond it are refused and counted
public record ReplicaConfig(int maxItems) {
    public ReplicaConfig {
        Checks.range("replica.max-items", maxItems, 1, 50_000_000);
    }
}
