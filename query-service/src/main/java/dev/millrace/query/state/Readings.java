package dev.millrace.query.state;

import com.google.protobuf.MessageLite;
import dev.millrace.contract.proto.IqResponse.Answer;
import dev.millrace.contract.proto.IqResponse.Status;
import java.util.Collection;
import java.util.Map;

/// The answers to a batch of lookups.
public final class Readings {
    private final Map<Lookup<?>, Answer> answers;

    /// @param answers not changed any more
    Readings(Map<Lookup<?>, Answer> answers) {
        this.answers = answers;
    }

    /// What came of `lookup`.
    ///
    /// @throws org.apache.kafka.common.errors.SerializationException when the stored bytes are of another version
    public <V extends MessageLite> Reading<V> of(Lookup<V> lookup) {
        Answer answer = answers.get(lookup);
        if (answer == null) {
            return new Reading.Away<>();
        }
        return answer.getStatus() == Status.FOUND
                ? new Reading.Found<>(
                        lookup.store().serde().fromBytes(answer.getValue().toByteArray()))
                : new Reading.Absent<>();
    }

    /// Whether one of them got no answer.
    public boolean anyAway(Collection<? extends Lookup<?>> lookups) {
        return !answers.keySet().containsAll(lookups);
    }

    /// Whether a copy that may lag gave one of the answers.
    public boolean fromStandby() {
        return answers.values().stream().anyMatch(Answer::getStandby);
    }
}
