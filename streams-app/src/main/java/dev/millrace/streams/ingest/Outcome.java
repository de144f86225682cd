package dev.millrace.streams.ingest;

import dev.millrace.contract.proto.DeadLetter;
import org.apache.kafka.streams.kstream.KStream;
import org.apache.kafka.streams.kstream.Named;

/// What a processor makes of a row: a value for the next stage, or a dead letter.
///
/// @param <T> the value
public sealed interface Outcome<T> {

    /// A value for the next stage.
    record Good<T>(T value) implements Outcome<T> {}

    /// A row that cannot be used.
    record Bad<T>(DeadLetter letter) implements Outcome<T> {}

    /// The good values of `outcomes`; the letters go to their topic.
    static <T> KStream<String, T> good(KStream<String, Outcome<T>> outcomes, String origin) {
        Ingest.deadLetters(
                outcomes.filter((key, outcome) -> outcome instanceof Bad, Named.as("bad-" + origin))
                        .mapValues(outcome -> ((Bad<T>) outcome).letter(), Named.as("letters-of-" + origin)),
                origin);
        return outcomes.filter((key, outcome) -> outcome instanceof Good, Named.as("good-" + origin))
                .mapValues(outcome -> ((Good<T>) outcome).value(), Named.as("values-of-" + origin));
    }
}
