package dev.millrace.stack.status;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// What a script needs to know of a stack. The names of the fields are a public format.
///
/// @param state of the whole
/// @param http role → base URL; `query` is the API
/// @param adminToken shows profiles and explanations; null when nothing runs
/// @param kafka bootstrap servers
/// @param databases `business`, `matomo` → login
/// @param redis connection settings; null while no part uses Redis
/// @param processes part → process id, for parts that run here
/// @param parts part → `waiting`, `starting`, `ready`, `unready`, `restarting`, `failed`, `stopping`, `stopped` or
/// `external`
/// @param reasons part → why it is not ready, when known
/// @param logs part → log file
public record StackStatus(
        @JsonProperty("state") State state,
        @JsonProperty("http") Map<String, String> http,
        @JsonProperty("admin_token") @Nullable String adminToken,
        @JsonProperty("kafka") @Nullable String kafka,
        @JsonProperty("databases") Map<String, DatabaseLogin> databases,
        @JsonProperty("redis") @Nullable Map<String, String> redis,
        @JsonProperty("processes") Map<String, Long> processes,
        @JsonProperty("parts") Map<String, String> parts,
        @JsonProperty("reasons") Map<String, String> reasons,
        @JsonProperty("logs") Map<String, String> logs) {
    private static final String SUPERVISOR = "supervisor";

    /// The state of the whole stack.
    public enum State {
        /// Parts are being started.
        @JsonProperty("starting")
        STARTING,
        /// All parts answer.
        @JsonProperty("ready")
        READY,
        /// A part is away after the stack had been ready, or the stack is stopping.
        @JsonProperty("degraded")
        DEGRADED,
        /// Nothing runs.
        @JsonProperty("stopped")
        STOPPED
    }

    /// A stack that does not run.
    public static StackStatus stopped() {
        return empty(State.STOPPED);
    }

    /// A stack whose supervisor has not told anything yet.
    public static StackStatus starting(long supervisor) {
        return empty(State.STARTING).withSupervisor(supervisor);
    }

    /// Whether the supervisor with that process id told it.
    public boolean isOf(long supervisor) {
        Long told = processes.get(SUPERVISOR);
        return told != null && told == supervisor;
    }

    private static StackStatus empty(State state) {
        return new StackStatus(state, Map.of(), null, null, Map.of(), null, Map.of(), Map.of(), Map.of(), Map.of());
    }

    /// Without secrets.
    @Override
    public String toString() {
        return "StackStatus[state=%s, http=%s, kafka=%s, databases=%s, processes=%s, parts=%s, reasons=%s]"
                .formatted(state, http, kafka, databases, processes, parts, reasons);
    }

    /// The same stack, with `supervisor` among its processes.
    StackStatus withSupervisor(long pid) {
        Map<String, Long> all = new LinkedHashMap<>(processes);
        all.put(SUPERVISOR, pid);
        return new StackStatus(state, http, adminToken, kafka, databases, redis, all, parts, reasons, logs);
    }
}
