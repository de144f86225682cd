package dev.millrace.contract.features;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;

/// The one order in which a candidate's numbers stand, and the way to rows of them. A model is made for one layout and
/// names its [#hash]; with another hash it must not be asked.
///
/// Rows are `float[count * WIDTH]`, row-major, columns by [Feature]; every value is finite.
public final class FeatureLayout {
    /// Goes up when a column keeps its name and is measured in another way.
    public static final int VERSION = 1;

    private static final List<String> NAMES =
            Arrays.stream(Feature.values()).map(Feature::label).toList();

    /// Columns of a row.
    public static final int WIDTH = NAMES.size();

    private static final String HASH = hash(VERSION, NAMES);

    private FeatureLayout() {}

    /// The columns' names in their order.
    public static List<String> names() {
        return NAMES;
    }

    /// The column of that name.
    public static Optional<Feature> find(String name) {
        int place = NAMES.indexOf(name);
        return place < 0 ? Optional.empty() : Optional.of(Feature.values()[place]);
    }

    /// SHA-256 over version, names and their order, 64 hex digits.
    public static String hash() {
        return HASH;
    }

    /// The first eight bytes of [#hash], as logs carry it.
    public static long fingerprint() {
        return Long.parseUnsignedLong(HASH, 0, 16, 16);
    }

    /// Empty rows for the candidates of one request.
    ///
    /// @param asOfMs the request's time, epoch milliseconds
    /// @param capacity candidates at most
    public static FeatureRows rows(ActorFacts actor, PageFacts page, long asOfMs, int capacity) {
        return new FeatureRows(actor, page, asOfMs, capacity);
    }

    static String hash(int version, List<String> names) {
        String text = "v" + version + "\n" + String.join("\n", names);
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
