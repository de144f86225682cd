package dev.millrace.cdc.config;

import static dev.millrace.cdc.config.ConfigException.require;

import java.util.Set;

/// Where `/live`, `/ready`, `/status`, `/metrics` and `/snapshots` are served.
///
/// @param host address to bind
/// @param port 0 (any free port) to 65535
/// @param adminToken whoever asks for something to be done has to name it; empty means that only this machine may ask
public record ServerConfig(String host, int port, Secret adminToken) {
    private static final int SHORTEST_TOKEN = 16;

    public ServerConfig {
        require(!host.isBlank(), "server.host must not be empty");
        require(port >= 0 && port <= 65_535, "server.port must be 0..65535, got %d", port);
        require(
                adminToken.value().isEmpty() || adminToken.value().length() >= SHORTEST_TOKEN,
                "server.admin-token must have at least %d characters",
                SHORTEST_TOKEN);
    }

    /// Without a token.
    public ServerConfig(String host, int port) {
        this(host, port, new Secret(""));
    }

    /// Where a program on this machine reaches it, as a URI names it.
    public String reachableHost() {
        if (Set.of("0.0.0.0", "::").contains(host)) {
            return "127.0.0.1";
        }
        return host.contains(":") ? "[" + host + "]" : host;
    }
}
