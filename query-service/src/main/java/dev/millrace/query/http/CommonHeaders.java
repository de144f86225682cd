package dev.millrace.query.http;

import java.util.Map;

/// What every answer tells a browser, whoever writes it: take it for what it says it is, show it in no frame, run
/// nothing
/// in it, and tell nobody where a link was found (OWASP, "HTTP Security Response Headers").
final class CommonHeaders {
    static final String POLICY = "Content-Security-Policy";

    /// Name → value. An answer may have a policy of its own.
    static final Map<String, String> ALL = Map.of(
            "X-Content-Type-Options",
            "nosniff",
            "X-Frame-Options",
            "DENY",
            "Referrer-Policy",
            "no-referrer",
            "Cross-Origin-Resource-Policy",
            "same-origin",
            POLICY,
            "default-src 'none'; frame-ancestors 'none'");

    private CommonHeaders() {}
}
