package dev.millrace.embedding.config;

/// Where the probes listen.
///
/// @param port 0 takes a free one
public record ServerConfig(String host, int port) {
    public ServerConfig {
        Checks.present("server.host", host);
        Checks.range("server.port", port, 0, 65_535);
    }
}
