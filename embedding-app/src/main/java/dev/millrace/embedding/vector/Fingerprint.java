package dev.millrace.embedding.vector;

import com.google.protobuf.ByteString;
import dev.millrace.contract.proto.ItemVector;
import dev.millrace.embedding.model.EmbeddingModel;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/// What a vector was made from. Two vectors with the same one are the same vector.
///
/// @param model its label
/// @param high first half of the hash over the text and how much of it the model may read
/// @param low second half
record Fingerprint(String model, long high, long low) {

    /// Part of every hash: another way to make a vector from the same text needs another.
    private static final String RECIPE = "1\n";

    private static final int BYTES = 16;

    static Fingerprint of(EmbeddingModel model, int maxTokens, String text) {
        byte[] hash = sha256((RECIPE + maxTokens + "\n" + text).getBytes(StandardCharsets.UTF_8));
        ByteBuffer halves = ByteBuffer.wrap(hash);
        return new Fingerprint(model.label(), halves.getLong(), halves.getLong());
    }

    /// Of a published vector; one that nothing is equal to when its hash is of another form.
    static Fingerprint of(ItemVector vector) {
        ByteBuffer halves = vector.getTextHash().asReadOnlyByteBuffer();
        return halves.remaining() == BYTES
                ? new Fingerprint(vector.getModel().intern(), halves.getLong(), halves.getLong())
                : new Fingerprint("", 0, 0);
    }

    /// As in [ItemVector#getTextHash()].
    ByteString hash() {
        return ByteString.copyFrom(
                ByteBuffer.allocate(BYTES).putLong(high).putLong(low).flip());
    }

    private static byte[] sha256(byte[] bytes) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(bytes);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
