package dev.millrace.contract.serde;

import com.google.protobuf.CodedOutputStream;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.MessageLite;
import com.google.protobuf.Parser;
import java.io.IOException;
import java.util.Arrays;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.serialization.Deserializer;
import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.common.serialization.Serializer;
import org.jspecify.annotations.Nullable;

/// Protobuf values of topics and stores.
///
/// Public topics hold plain Protobuf, so that any consumer can read them with the shipped `.proto` files.
/// Stores and internal topics put one format-version byte in front: their meaning may change without their
/// message changing.
///
/// @param <T> the message
public final class ProtoSerde<T extends MessageLite> implements Serde<T> {
    private final Parser<T> parser;
    private final int version;

    private ProtoSerde(Parser<T> parser, int version) {
        this.parser = parser;
        this.version = version;
    }

    /// Plain Protobuf, for public topics.
    public static <T extends MessageLite> ProtoSerde<T> plain(Parser<T> parser) {
        return new ProtoSerde<>(parser, 0);
    }

    /// A format-version byte and Protobuf, for stores and internal topics.
    ///
    /// @param version 1..127; a value of another version is refused with a [SerializationException]
    public static <T extends MessageLite> ProtoSerde<T> versioned(Parser<T> parser, int version) {
        if (version < 1 || version > 127) {
            throw new IllegalArgumentException("format version must be 1..127, got " + version);
        }
        return new ProtoSerde<>(parser, version);
    }

    /// The bytes of `message`.
    public byte[] toBytes(T message) {
        if (version == 0) {
            return message.toByteArray();
        }
        byte[] bytes = new byte[message.getSerializedSize() + 1];
        bytes[0] = (byte) version;
        try {
            message.writeTo(CodedOutputStream.newInstance(bytes, 1, bytes.length - 1));
        } catch (IOException e) {
            throw new SerializationException("a message grew while it was written", e);
        }
        return bytes;
    }

    /// The message in `bytes`.
    ///
    /// @throws SerializationException when the version differs or the bytes are no such message
    public T fromBytes(byte[] bytes) {
        int start = version == 0 ? 0 : 1;
        if (start == 1 && (bytes.length == 0 || bytes[0] != version)) {
            throw new SerializationException("stored value has format version %s, this program reads %d: run reset"
                    .formatted(bytes.length == 0 ? "none" : bytes[0], version));
        }
        try {
            return parser.parseFrom(bytes, start, bytes.length - start);
        } catch (InvalidProtocolBufferException e) {
            throw new SerializationException("not a valid message: " + Arrays.toString(Arrays.copyOf(bytes, 8)), e);
        }
    }

    @Override
    public Serializer<T> serializer() {
        return (topic, message) -> nullableBytes(message);
    }

    @Override
    public Deserializer<T> deserializer() {
        return (topic, bytes) -> nullableMessage(bytes);
    }

    @SuppressWarnings({"NullAway", "ReturnsNullCollection"}) // Kafka hands tombstones through serdes as null
    private byte[] nullableBytes(@Nullable T message) {
        return message == null ? null : toBytes(message);
    }

    @SuppressWarnings("NullAway") // as above
    private T nullableMessage(byte @Nullable [] bytes) {
        return bytes == null ? null : fromBytes(bytes);
    }
}
