package dev.millrace.query.http;

import io.helidon.http.HeaderNames;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.util.Locale;
import java.util.regex.Pattern;
import java.util.zip.GZIPOutputStream;

/// Bodies in gzip for those who can read it.
///
/// An entity tag stays as it is: all of ours are weak, and both forms say the same.
final class Compression {
    /// A smaller body fits into one packet as it is.
    static final int MIN_BYTES = 1_024;

    private static final String ACCEPT_ENCODING = "Accept-Encoding";
    private static final Pattern COMMA = Pattern.compile(",");
    private static final Pattern GZIP = Pattern.compile("(?:x-)?gzip(?:;q=(?<weight>[0-9.]+))?");
    private static final Pattern ZERO = Pattern.compile("0(?:\\.0*)?");
    private static final Pattern BLANK = Pattern.compile("\\s+");

    private Compression() {}

    /// The answer in the form that its client can read; a cache is told that there are two.
    static Answer of(Answer answer, Exchange exchange) {
        Answer told = isStored(answer) ? answer.with("Vary", vary(answer)) : answer;
        String accepted = exchange.header(HeaderNames.ACCEPT_ENCODING).orElse("");
        if (answer.body().length < MIN_BYTES || !isAccepted(accepted)) {
            return told;
        }
        return new Answer(told.status(), told.contentType(), told.headers(), gzip(told.body()))
                .with("Content-Encoding", "gzip");
    }

    private static boolean isStored(Answer answer) {
        return !answer.headers().getOrDefault("Cache-Control", "").contains("no-store");
    }

    private static String vary(Answer answer) {
        String others = answer.headers().get("Vary");
        return others == null ? ACCEPT_ENCODING : others + ", " + ACCEPT_ENCODING;
    }

    /// Whether gzip is named with a weight above 0.
    static boolean isAccepted(String acceptEncoding) {
        String compact = BLANK.matcher(acceptEncoding).replaceAll("").toLowerCase(Locale.ROOT);
        return COMMA.splitAsStream(compact)
                .map(GZIP::matcher)
                .filter(gzip -> gzip.matches())
                .map(gzip -> gzip.group("weight"))
                .anyMatch(weight -> weight == null || !ZERO.matcher(weight).matches());
    }

    private static byte[] gzip(byte[] body) {
        ByteArrayOutputStream packed = new ByteArrayOutputStream(body.length / 2);
        try (OutputStream gzip = new GZIPOutputStream(packed)) {
            gzip.write(body);
        } catch (IOException e) {
            throw new UncheckedIOException("memory does not refuse bytes", e);
        }
        return packed.toByteArray();
    }
}
