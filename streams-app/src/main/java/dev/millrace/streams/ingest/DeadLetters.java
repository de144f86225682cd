package dev.millrace.streams.ingest;

import dev.millrace.contract.proto.DeadLetter;
import dev.millrace.contract.proto.SourcePosition;

/// Builds dead letters. They carry no payload: rows may hold what must not leave the database.
public final class DeadLetters {

    /// Characters: a broken row may name anything.
    private static final int MAX_DETAIL = 500;

    private DeadLetters() {}

    /// A letter about a raw record.
    public static DeadLetter of(BadRowException problem, SourcePosition position, RowChange.Origin origin, long nowMs) {
        return of(problem.reason(), String.valueOf(problem.getMessage()), position, origin, nowMs);
    }

    /// A letter with a reason of its own.
    public static DeadLetter of(
            String reason, String detail, SourcePosition position, RowChange.Origin origin, long nowMs) {
        return DeadLetter.newBuilder()
                .setReason(reason)
                .setDetail(detail.substring(0, Math.min(detail.length(), MAX_DETAIL)))
                .setTopic(origin.topic())
                .setPartition(origin.partition())
                .setOffset(origin.offset())
                .setPosition(position)
                .setAtMs(nowMs)
                .build();
    }

    /// The key of a letter: letters about one raw partition stay in order.
    public static String key(DeadLetter letter) {
        return letter.getTopic() + "@" + letter.getPartition();
    }
}
