package dev.millrace.embedding.support;

import com.google.protobuf.InvalidProtocolBufferException;
import dev.millrace.contract.proto.DeadLetter;
import dev.millrace.contract.proto.ItemVector;

/// Messages from bytes that are known to be right.
public final class Protos {

    private Protos() {}

    public static ItemVector vector(byte[] bytes) {
        try {
            return ItemVector.parseFrom(bytes);
        } catch (InvalidProtocolBufferException e) {
            throw new AssertionError(e);
        }
    }

    public static DeadLetter letter(byte[] bytes) {
        try {
            return DeadLetter.parseFrom(bytes);
        } catch (InvalidProtocolBufferException e) {
            throw new AssertionError(e);
        }
    }
}
