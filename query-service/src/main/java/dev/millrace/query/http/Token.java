package dev.millrace.query.http;

import io.helidon.http.HeaderNames;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;

/// A secret that a request shows as `Authorization: Bearer …`; compared in constant time.
final class Token {
    private static final int UNAUTHORIZED = 401;
    private static final int FORBIDDEN = 403;
    private static final String SCHEME = "Bearer ";

    private final String secret;
    private final boolean isRequired;

    private Token(String secret, boolean isRequired) {
        this.secret = secret;
        this.isRequired = isRequired;
    }

    /// Without a secret everybody may.
    static Token orOpen(String secret) {
        return new Token(secret, false);
    }

    /// Without a secret nobody may.
    static Token orClosed(String secret) {
        return new Token(secret, true);
    }

    /// Whether a request shows it.
    boolean isShown(Exchange exchange) {
        return !secret.isEmpty()
                && isRight(exchange.header(HeaderNames.AUTHORIZATION).orElse(""));
    }

    private boolean isRight(String shown) {
        byte[] expected = (SCHEME + secret).getBytes(StandardCharsets.UTF_8);
        return MessageDigest.isEqual(shown.getBytes(StandardCharsets.UTF_8), expected);
    }

    /// Lets a request through.
    ///
    /// @throws Refused 401 when it shows no token, 403 when another one, or when there is none that it could show
    void check(Exchange exchange) {
        if (secret.isEmpty()) {
            if (isRequired) {
                throw new Refused(FORBIDDEN, "this path needs the admin token, and none is set: admin.token");
            }
            return;
        }
        String shown = exchange.header(HeaderNames.AUTHORIZATION).orElse("");
        if (shown.isEmpty()) {
            throw new Refused(UNAUTHORIZED, "this path needs a token: Authorization: Bearer ...");
        }
        if (!isRight(shown)) {
            throw new Refused(FORBIDDEN, "the token of this path is another");
        }
    }

    /// An endpoint for those who show it.
    Endpoint guarding(Endpoint endpoint) {
        return exchange -> {
            check(exchange);
            return endpoint.answer(exchange);
        };
    }
}
