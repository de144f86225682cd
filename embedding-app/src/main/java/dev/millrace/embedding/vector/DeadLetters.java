package dev.millrace.embedding.vector;

import dev.millrace.contract.proto.DeadLetter;
import dev.millrace.contract.topic.Topics;
import java.time.InstantSource;

/// Letters about records of the catalogue. They carry no text.
record DeadLetters(InstantSource clock) {
    private static final int MAX_DETAIL = 500;
    private static final String UNREADABLE = "unreadable-item";
    private static final String NOT_EMBEDDED = "text-not-embedded";

    Output unreadable(int partition, long offset, String detail) {
        return letter(UNREADABLE, detail, partition, offset);
    }

    Output notEmbedded(EmbeddingTask task, RuntimeException failure) {
        return letter(
                NOT_EMBEDDED,
                task.key() + " by " + task.model().label() + ": " + failure.getMessage(),
                task.owner().number(),
                task.offset());
    }

    private Output letter(String reason, String detail, int partition, long offset) {
        return new Output.Letter(DeadLetter.newBuilder()
                .setReason(reason)
                .setDetail(detail.substring(0, Math.min(detail.length(), MAX_DETAIL)))
                .setTopic(Topics.CATALOGUE.name())
                .setPartition(partition)
                .setOffset(offset)
                .setAtMs(clock.millis())
                .build());
    }
}
