package dev.millrace.query.state;

import dev.millrace.contract.proto.IqResponse;
import dev.millrace.contract.proto.IqResponse.Answer;
import dev.millrace.contract.proto.IqResponse.Status;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// What one host said to one request.
record HostAnswer(Map<Lookup<?>, Answer> answers) {
    static final HostAnswer NONE = new HostAnswer(Map.of());

    static HostAnswer of(List<Lookup<?>> lookups, IqResponse response) {
        if (response.getAnswersCount() != lookups.size()) {
            return NONE; // no way to tell which answer is whose
        }
        Map<Lookup<?>, Answer> answers = new HashMap<>();
        for (int i = 0; i < lookups.size(); i++) {
            answers.put(lookups.get(i), response.getAnswers(i));
        }
        return new HostAnswer(answers);
    }

    /// Whether every lookup of the unit has an answer that counts.
    boolean answers(OpenUnit unit) {
        for (Lookup<?> lookup : unit.lookups()) {
            if (!counts(of(lookup).getStatus())) {
                return false;
            }
        }
        return true;
    }

    /// Whether the unit is not kept by this host.
    boolean misrouted(OpenUnit unit) {
        return unit.lookups().stream().anyMatch(lookup -> of(lookup).getStatus() == Status.NOT_HERE);
    }

    Answer of(Lookup<?> lookup) {
        return answers.getOrDefault(lookup, Answer.getDefaultInstance());
    }

    private static boolean counts(Status status) {
        return status == Status.FOUND || status == Status.ABSENT;
    }
}
