package dev.millrace.query.config;

import java.time.Duration;
import java.util.List;

/// Where vectors outlive a restart.
///
/// @param folder of the snapshots; empty for none
/// @param interval between two snapshots, each only when something has changed
/// @param peers `host:port` of instances that are asked for their snapshots when there is no own one
/// @param peerTimeout for connecting to a peer, and for each piece of its answer; twenty times that for all of it
/// @param token that a peer has to show, and is shown; empty for none
public record VectorSnapshotConfig(
        String folder, Duration interval, List<String> peers, Duration peerTimeout, String token) {
    public VectorSnapshotConfig {
        Checks.range("vectors.snapshot-interval-s", interval.toSeconds(), 1, 86_400);
        Checks.range("vectors.peer-timeout-ms", peerTimeout.toMillis(), 1, 600_000);
        peers = List.copyOf(peers);
        if (!peers.stream().allMatch(IqConfig::isHostAndPort)) {
            throw new ConfigurationException("vectors.peers must be a comma list of host:port, got " + peers);
        }
    }

    /// For the log: without the token.
    @Override
    public String toString() {
        return "VectorSnapshotConfig[folder=%s, interval=%s, peers=%s, peerTimeout=%s, token=%s]"
                .formatted(folder, interval, peers, peerTimeout, token.isEmpty() ? "" : "***");
    }
}
