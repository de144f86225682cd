package dev.millrace.contract.features;

/// 64-bit hashes of text, the same in every process: FNV-1a over its UTF-16 units (Fowler, Noll, Vo).
public final class TextHash {
    private static final long OFFSET = 0xcbf29ce484222325L;
    private static final long PRIME = 0x100000001b3L;

    private static final long MIXER = 0xff51afd7ed558ccdL;

    private TextHash() {}

    /// A hash of `text` that is well mixed in all its bits, and never 0.
    static long nonZero(String text) {
        long hash = of(text);
        hash = (hash ^ (hash >>> 33)) * MIXER;
        hash ^= hash >>> 33;
        return hash == 0 ? 1 : hash;
    }

    /// The hash of `text`. Its low bits are well mixed, its high ones are not.
    public static long of(String text) {
        long hash = OFFSET;
        for (int place = 0; place < text.length(); place++) {
            hash = (hash ^ text.charAt(place)) * PRIME;
        }
        return hash;
    }
}
