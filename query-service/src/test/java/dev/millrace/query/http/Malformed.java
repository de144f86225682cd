package dev.millrace.query.http;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

/// Makes requests that are wrong somewhere, some of them only a little.
final class Malformed {
    private static final List<String> METHODS = List.of(
            "GET", "GET", "GET", "GET", "HEAD", "PUT", "POST", "DELETE", "OPTIONS", "TRACE", "get", "G\u0000T", "");
    private static final List<String> PATHS = List.of(
            "/hot/trending",
            "/similar/",
            "/recommend/detail/",
            "/recommend/user/",
            "/recommend/visitor/",
            "/recommend/session",
            "/items/",
            "/users/",
            "/recommend/detail/1/explain",
            "/fusion/weights",
            "/live",
            "/ready",
            "/health",
            "/metrics",
            "/openapi",
            "/",
            "/internal/vectors",
            "/internal/vectors/",
            "/nothing/");
    private static final List<String> PARAMETERS =
            List.of("limit", "user_id", "visitor_id", "types", "timeframe", "items", "source", "request_id", "x", "");
    private static final List<String> VALUES = List.of(
            "1",
            "ds:1",
            "api:1",
            "0",
            "-1",
            "2147483648",
            "9223372036854775808",
            "1e9",
            "NaN",
            "",
            "%00",
            "%",
            "%zz",
            "%ff%fe",
            "%F0%9F%98%80",
            "..%2f..%2fetc%2fpasswd",
            "../../etc/passwd",
            "' OR 1=1 --",
            "%3Cscript%3E",
            "ds:ds:1",
            "ds:",
            ",,,",
            "1,2,3",
            "00ff00ff00ff00ff",
            "1h",
            "24h",
            "ds,api,ds",
            "null",
            "{}",
            "$(id)");
    private static final List<String> HEADERS = List.of(
            "Host",
            "X-Request-ID",
            "X-Recommend-Source",
            "X-Client-App",
            "User-Agent",
            "Accept-Language",
            "Accept-Encoding",
            "If-None-Match",
            "Authorization",
            "Content-Length",
            "Transfer-Encoding",
            "Content-Type",
            "Connection",
            "Expect",
            "Upgrade",
            "Range",
            "Cookie",
            "X-Forwarded-For",
            "",
            "A B");
    private static final List<String> HEADER_VALUES = List.of(
            "x",
            "",
            "req_1",
            "req_",
            "close",
            "keep-alive",
            "100-continue",
            "chunked",
            "gzip, chunked",
            "-1",
            "5",
            "99999999999999999999",
            "1,2",
            "Bearer x",
            "Basic eDp5",
            "h2c",
            "*",
            "W/\"",
            "a\tb",
            "a\u0000b",
            "é",
            "\u001b[31m",
            "gzip;q=2",
            "bytes=0-",
            ";;;",
            "=,=");
    private static final int LONG = 9_000;

    private final Random random;

    Malformed(Random random) {
        this.random = random;
    }

    byte[] next() {
        byte[] request = random.nextInt(20) == 0 ? noise(random.nextInt(600)) : request();
        return switch (random.nextInt(12)) {
            case 0 -> Arrays.copyOf(request, random.nextInt(request.length + 1));
            case 1 -> flipped(request);
            default -> request;
        };
    }

    private byte[] noise(int length) {
        byte[] bytes = new byte[length];
        random.nextBytes(bytes);
        return bytes;
    }

    private byte[] flipped(byte[] request) {
        for (int each = 0; each < 3 && request.length > 0; each++) {
            request[random.nextInt(request.length)] = (byte) random.nextInt(256);
        }
        return request;
    }

    private byte[] request() {
        var text = new StringBuilder(oneOf(METHODS))
                .append(' ')
                .append(target())
                .append(' ')
                .append(version());
        text.append(random.nextInt(30) == 0 ? "\n" : "\r\n");
        if (random.nextInt(10) > 0) {
            text.append("Host: x\r\n");
        }
        for (int each = random.nextInt(4); each > 0; each--) {
            text.append(oneOf(HEADERS))
                    .append(random.nextInt(20) == 0 ? "" : ": ")
                    .append(headerValue())
                    .append("\r\n");
        }
        text.append(random.nextInt(30) == 0 ? "" : "\r\n");
        var all = new ByteArrayOutputStream();
        all.writeBytes(
                text.toString().getBytes(random.nextBoolean() ? StandardCharsets.UTF_8 : StandardCharsets.ISO_8859_1));
        if (random.nextInt(6) == 0) {
            all.writeBytes(noise(random.nextInt(3_000)));
        }
        return all.toByteArray();
    }

    private String version() {
        return random.nextInt(15) == 0 ? oneOf(List.of("HTTP/1.0", "HTTP/2.0", "HTTP/9", "", "http/1.1")) : "HTTP/1.1";
    }

    private String target() {
        var target = new StringBuilder(oneOf(PATHS));
        if (random.nextInt(3) > 0) {
            target.append(value());
        }
        if (random.nextInt(15) == 0) {
            target.append('/').append(value());
        }
        for (int each = random.nextInt(4); each > 0; each--) {
            target.append(target.indexOf("?") < 0 ? '?' : '&').append(oneOf(PARAMETERS));
            target.append(random.nextInt(10) == 0 ? "" : "=").append(value());
        }
        return target.toString();
    }

    private String value() {
        return random.nextInt(60) == 0 ? "9".repeat(random.nextInt(LONG)) : oneOf(VALUES);
    }

    private String headerValue() {
        return random.nextInt(40) == 0 ? "y".repeat(random.nextInt(2 * LONG)) : oneOf(HEADER_VALUES);
    }

    private String oneOf(List<String> words) {
        return words.get(random.nextInt(words.size()));
    }
}
