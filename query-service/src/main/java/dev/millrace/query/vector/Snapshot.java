package dev.millrace.query.vector;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.regex.Pattern;
import java.util.zip.CRC32C;
import java.util.zip.CheckedInputStream;
import java.util.zip.CheckedOutputStream;

/// The bytes that an index outlives a restart in.
///
/// ```
/// header  int magic · short format · UTF model · int dimension · byte storage · byte kind
/// int     of the header's CRC32C, so that no size of a damaged header is believed
/// body    what VectorIndex.save writes
/// int     of header's and body's CRC32C
/// ```
///
/// It says nothing about the topic: who loads one reads the topic from its beginning and finds that most is there.
///
/// @param model whose vectors they are
public record Snapshot(String model, int dimension, VectorIndex index) {
    /// "MVIX".
    private static final int MAGIC = 0x4D56_4958;

    private static final int FORMAT = 1;
    /// A model's name becomes a file's and a path's.
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,99}");

    private static final int MAX_DIMENSION = 65_536;

    /// Whether a model may have such a name.
    static boolean isName(String model) {
        return NAME.matcher(model).matches();
    }

    static void write(OutputStream to, String model, int dimension, Storage storage, VectorIndex index)
            throws IOException {
        CRC32C crc = new CRC32C();
        DataOutputStream out = new DataOutputStream(new CheckedOutputStream(to, crc));
        out.writeInt(MAGIC);
        out.writeShort(FORMAT);
        out.writeUTF(model);
        out.writeInt(dimension);
        out.writeByte(storage.ordinal());
        out.writeByte(index.kind().ordinal());
        out.writeInt((int) crc.getValue());
        index.save(out);
        out.writeInt((int) crc.getValue());
        out.flush();
    }

    /// @param model that it has to be of
    /// @throws SnapshotException when it is another one's, of other settings, damaged or cut off
    static Snapshot read(InputStream from, String model, IndexFactory factory) throws IOException {
        CRC32C crc = new CRC32C();
        DataInputStream in = new DataInputStream(new CheckedInputStream(from, crc));
        int magic = in.readInt();
        SnapshotException.unless(magic == MAGIC, "is no snapshot of vectors");
        int format = in.readShort();
        SnapshotException.unless(format == FORMAT, "has format %d, this version reads %d", format, FORMAT);
        String name = in.readUTF();
        int dimension = in.readInt();
        int storage = in.readByte();
        int kind = in.readByte();
        int sum = (int) crc.getValue();
        SnapshotException.unless(sum == in.readInt(), "has a damaged header");
        SnapshotException.unless(name.equals(model), "is of model %s", name);
        SnapshotException.unless(dimension > 0 && dimension <= MAX_DIMENSION, "has dimension %d", dimension);
        SnapshotException.unless(
                storage == factory.storage().ordinal(),
                "is stored otherwise than as %s, which this instance does",
                factory.storage().word());
        VectorIndex index = factory.load(in, kind(kind, factory), dimension);
        int end = (int) crc.getValue();
        SnapshotException.unless(end == in.readInt(), "is damaged: its checksum is another");
        return new Snapshot(model, dimension, index);
    }

    private static IndexKind kind(int ordinal, IndexFactory factory) throws SnapshotException {
        boolean isOurs = ordinal == IndexKind.EXACT.ordinal()
                || ordinal == factory.graph().ordinal();
        SnapshotException.unless(
                isOurs,
                "is of another index than %s, which this instance has",
                factory.graph().word());
        return IndexKind.values()[ordinal];
    }
}
