package dev.millrace.query.vector;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.nio.ByteBuffer;

/// Arrays of numbers to and from streams, big endian, a piece at a time.
final class Bulk {
    private static final int PIECE = 16_384;

    private Bulk() {}

    static void write(DataOutput out, float[] values, int count) throws IOException {
        ByteBuffer piece = ByteBuffer.allocate(Math.min(PIECE, count) * Float.BYTES);
        for (int from = 0; from < count; from += PIECE) {
            int length = Math.min(PIECE, count - from);
            piece.asFloatBuffer().put(values, from, length);
            out.write(piece.array(), 0, length * Float.BYTES);
        }
    }

    static void read(DataInput in, float[] values, int count) throws IOException {
        ByteBuffer piece = ByteBuffer.allocate(Math.min(PIECE, count) * Float.BYTES);
        for (int from = 0; from < count; from += PIECE) {
            int length = Math.min(PIECE, count - from);
            in.readFully(piece.array(), 0, length * Float.BYTES);
            piece.asFloatBuffer().get(values, from, length);
        }
    }

    static void write(DataOutput out, int[] values, int count) throws IOException {
        ByteBuffer piece = ByteBuffer.allocate(Math.min(PIECE, count) * Integer.BYTES);
        for (int from = 0; from < count; from += PIECE) {
            int length = Math.min(PIECE, count - from);
            piece.asIntBuffer().put(values, from, length);
            out.write(piece.array(), 0, length * Integer.BYTES);
        }
    }

    static void read(DataInput in, int[] values, int count) throws IOException {
        ByteBuffer piece = ByteBuffer.allocate(Math.min(PIECE, count) * Integer.BYTES);
        for (int from = 0; from < count; from += PIECE) {
            int length = Math.min(PIECE, count - from);
            in.readFully(piece.array(), 0, length * Integer.BYTES);
            piece.asIntBuffer().get(values, from, length);
        }
    }
}
