package dev.millrace.query.config;

/// Bound of the replicas of what is known of items: catalogue, statistics, activities.
///
/// @param maxItems of each; items beyond it are refused and counted
public record ReplicaConfig(int maxItems) {
    public ReplicaConfig {
        Checks.range("replica.max-items", maxItems, 1, 50_000_000);
    }
}
