package dev.millrace.query.vector;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.nio.ByteBuffer;

/// Arrays of four-byte numbers to and from streams, big endian, a piece at a time.
final class Bulk {
    private static final int PIECE = 16_384;
    private static final int WIDTH = Integer.BYTES;

    private Bulk() {}

    /// Moves numbers between the array and the beginning of a piece.
    @FunctionalInterface
    private interface Move {
        void of(ByteBuffer piece, int from, int length);
    }

    static void write(DataOutput out, float[] values, int count) throws IOException {
        write(out, count, (piece, from, length) -> piece.asFloatBuffer().put(values, from, length));
    }

    static void write(DataOutput out, int[] values, int count) throws IOException {
        write(out, count, (piece, from, length) -> piece.asIntBuffer().put(values, from, length));
    }

    static void read(DataInput in, float[] values, int count) throws IOException {
        read(in, count, (piece, from, length) -> piece.asFloatBuffer().get(values, from, length));
    }

    static void read(DataInput in, int[] values, int count) throws IOException {
        read(in, count, (piece, from, length) -> piece.asIntBuffer().get(values, from, length));
    }

    private static void write(DataOutput out, int count, Move fromArray) throws IOException {
        ByteBuffer piece = ByteBuffer.allocate(Math.min(PIECE, count) * WIDTH);
        for (int from = 0; from < count; from += PIECE) {
            int length = Math.min(PIECE, count - from);
            fromArray.of(piece, from, length);
            out.write(piece.array(), 0, length * WIDTH);
        }
    }

    private static void read(DataInput in, int count, Move intoArray) throws IOException {
        ByteBuffer piece = ByteBuffer.allocate(Math.min(PIECE, count) * WIDTH);
        for (int from = 0; from < count; from += PIECE) {
            int length = Math.min(PIECE, count - from);
            in.readFully(piece.array(), 0, length * WIDTH);
            intoArray.of(piece, from, length);
        }
    }
}
