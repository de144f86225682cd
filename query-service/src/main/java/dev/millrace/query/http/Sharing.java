package dev.millrace.query.http;

import dev.millrace.query.serve.Degradation;
import io.helidon.http.HeaderNames;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/// Caching and freshness headers.
///
/// A list for nobody in particular is public for one second and carries an entity tag over its ranked content, so time
/// alone changes no tag. A list for somebody is never stored.
final class Sharing {
    private static final Pattern COMMA = Pattern.compile(",");
    private static final int TAG_BYTES = 12;

    private Sharing() {}

    /// Freshness and what the answer had to do without.
    ///
    /// @param age freshness in milliseconds
    static Map<String, String> provenance(OptionalLong age, Set<Degradation> degraded) {
        Map<String, String> headers = new LinkedHashMap<>();
        if (age.isPresent()) {
            headers.put("X-Freshness-Ms", Long.toString(age.getAsLong()));
        }
        if (!degraded.isEmpty()) {
            headers.put(
                    "X-Degraded",
                    degraded.stream()
                            .sorted()
                            .map(kind -> kind.name().toLowerCase(Locale.ROOT))
                            .collect(Collectors.joining(",")));
        }
        return headers;
    }

    /// For this client alone.
    static Answer own(Object body) {
        return Answer.json(200, body).with("Cache-Control", "private, no-store");
    }

    /// An answer for everybody, written once.
    ///
    /// @param tag of its ranked content
    @SuppressWarnings("ArrayRecordComponent") // never compared
    record Written(byte[] body, String tag) {

        /// @param content what the tag is made of
        static Written of(Object body, Object content) {
            return new Written(Json.bytes(body), Sharing.tag(Json.bytes(content)));
        }
    }

    /// For everybody; 304 when the client has the same ranked content.
    static Answer shared(Exchange exchange, Written written) {
        String tag = written.tag();
        boolean known = exchange.header(HeaderNames.IF_NONE_MATCH)
                .filter(tags -> matches(tags, tag))
                .isPresent();
        Answer answer = known
                ? new Answer(304, Answer.JSON, Map.of(), new byte[0])
                : new Answer(200, Answer.JSON, Map.of(), written.body());
        return answer.with("Cache-Control", "public, max-age=1")
                .with("ETag", tag)
                .with("Vary", "X-Request-ID");
    }

    static boolean matches(String ifNoneMatch, String tag) {
        return Arrays.stream(COMMA.split(ifNoneMatch))
                .map(String::strip)
                .anyMatch(one -> one.equals("*") || one.equals(tag) || ("W/" + one).equals(tag));
    }

    /// Weak, for the time in the body changes under one tag.
    static String tag(byte[] content) {
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(content);
            return "W/\"" + HexFormat.of().formatHex(Arrays.copyOf(hash, TAG_BYTES)) + "\"";
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }

    /// Content that is a text.
    static String tag(String content) {
        return tag(content.getBytes(StandardCharsets.UTF_8));
    }
}
