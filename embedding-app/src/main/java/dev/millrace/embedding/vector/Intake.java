package dev.millrace.embedding.vector;

import dev.millrace.embedding.vector.CatalogueReader.Asked;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/// Takes in what was read of the catalogue: texts that have to be embedded wait, vectors of items that are gone are
/// removed at once, everything else is done.
final class Intake {
    private final CatalogueReader reader;
    private final WaitingTexts waiting;
    private final DeadLetters letters;
    private final EmbeddingMetrics metrics;

    Intake(CatalogueReader reader, WaitingTexts waiting, DeadLetters letters, EmbeddingMetrics metrics) {
        this.reader = reader;
        this.waiting = waiting;
        this.letters = letters;
        this.metrics = metrics;
    }

    /// Records of one partition in their order.
    void take(OwnedPartition owner, List<ConsumerRecord<String, byte[]>> records) {
        List<Output> outputs = new ArrayList<>();
        for (ConsumerRecord<String, byte[]> sent : records) {
            switch (reader.read(sent)) {
                case Asked.Words words -> words(owner, sent.offset(), words);
                case Asked.None(String key) -> {
                    if (owner.items().gone(key)) {
                        metrics.removed().increment();
                        outputs.add(new Output.Removal(key));
                    }
                }
                case Asked.Unreadable(String detail) -> {
                    metrics.failed("unreadable-item").increment();
                    outputs.add(letters.unreadable(owner.number(), sent.offset(), detail));
                }
            }
        }
        owner.log().write(outputs);
    }

    private void words(OwnedPartition owner, long offset, Asked.Words words) {
        switch (owner.items().wants(words.key(), words.fingerprint(), offset)) {
            case EMBED ->
                waiting.putNewest(EmbeddingTask.of(owner, offset, words)).ifPresent(oldest -> {
                    metrics.waitedInLog().increment();
                    OwnedPartition.leave(oldest);
                });
            case UNCHANGED -> metrics.unchanged().increment();
            case REFUSED -> metrics.refused().increment();
        }
    }

    /// Records that were read again because a text among them had no room.
    void retake(OwnedPartition owner, List<ConsumerRecord<String, byte[]>> records) {
        for (ConsumerRecord<String, byte[]> sent : records) {
            if (reader.read(sent) instanceof Asked.Words words && owner.items().retake(words.key(), sent.offset())) {
                waiting.putOldest(EmbeddingTask.of(owner, sent.offset(), words)).ifPresent(OwnedPartition::leave);
            }
        }
    }

    /// Removes the vectors of items that the catalogue does not have.
    void removeStrays(OwnedPartition owner) {
        List<Output> removals = new ArrayList<>();
        for (String key : owner.items().strays()) {
            if (owner.items().gone(key)) {
                metrics.removed().increment();
                removals.add(new Output.Removal(key));
            }
        }
        owner.log().write(removals);
    }
}
