package dev.millrace.stack.bench;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/// Measured probes of one kind, split by stage. Times in milliseconds; a stage that the polls cannot tell from nothing
/// counts as 0.
final class Stages {

    /// A part of the way.
    enum Stage {
        WHOLE(""),
        COMMIT_TO_KAFKA("commit_to_kafka_"),
        KAFKA_TO_STORE("kafka_to_store_"),
        STORE_TO_ANSWER("store_to_answer_");

        private final String infix;

        Stage(String infix) {
            this.infix = infix;
        }

        /// Middle of the names of its figures.
        String infix() {
            return infix;
        }
    }

    private static final double NANOS_A_MILLI = 1e6;

    private final Map<Stage, List<Double>> values = new EnumMap<>(Stage.class);

    /// Adds a probe: four moments on the clock of [System#nanoTime].
    void add(long committed, long inKafka, long stored, long shown) {
        put(Stage.WHOLE, shown - committed);
        put(Stage.COMMIT_TO_KAFKA, inKafka - committed);
        put(Stage.KAFKA_TO_STORE, stored - inKafka);
        put(Stage.STORE_TO_ANSWER, shown - stored);
    }

    Percentiles of(Stage stage) {
        return new Percentiles(values.getOrDefault(stage, List.of()));
    }

    private void put(Stage stage, long nanos) {
        values.computeIfAbsent(stage, key -> new ArrayList<>()).add(Math.max(0, nanos / NANOS_A_MILLI));
    }
}
