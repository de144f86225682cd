package dev.millrace.cdc.config;

import static dev.millrace.cdc.config.ConfigException.require;

/// Where `/live`, `/ready` and `/metrics` are served.
///
/// @param host address to bind
/// @param port 0 (any free port) to 65535
public record ServerConfig(String host, int port) {
    public ServerConfig {
        require(!host.isBlank(), "server.host must not be empty");
        require(port >= 0 && port <= 65_535, "server.port must be 0..65535, got %d", port);
    }
}
