package dev.millrace.cdc.admin;

import dev.millrace.cdc.config.ServerConfig;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Optional;

/// Decides who may have something done: whoever names the token; without a token programs on this machine, as long as
/// nobody else can connect. Web pages may never.
public final class AdminAccess {
    private static final String SCHEME = "Bearer ";

    private final String token;
    private final boolean loopback;

    public AdminAccess(ServerConfig server) {
        this.token = server.adminToken().value();
        this.loopback = isLoopback(server.host());
    }

    /// Why the request is refused; empty when it may pass.
    ///
    /// @param authorization that header; empty when absent
    /// @param origin that header, which browsers send; empty when absent
    public Optional<String> refusal(String authorization, String origin) {
        if (!origin.isEmpty()) {
            return Optional.of("a web page may not ask for this");
        }
        if (token.isEmpty()) {
            return loopback
                    ? Optional.empty()
                    : Optional.of("set server.admin-token-file: without a token only a connector that listens on"
                            + " 127.0.0.1 takes requests");
        }
        boolean named = authorization.startsWith(SCHEME) && isToken(authorization.substring(SCHEME.length()));
        return named ? Optional.empty() : Optional.of("the token is missing or wrong (header Authorization: Bearer …)");
    }

    /// Takes equally long wherever the difference is.
    private boolean isToken(String named) {
        return MessageDigest.isEqual(named.getBytes(StandardCharsets.UTF_8), token.getBytes(StandardCharsets.UTF_8));
    }

    private static boolean isLoopback(String host) {
        try {
            return InetAddress.getByName(host).isLoopbackAddress();
        } catch (UnknownHostException e) {
            return false;
        }
    }
}
