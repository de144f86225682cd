package dev.millrace.streams.runtime;

import org.apache.kafka.common.metrics.Sensor;
import org.apache.kafka.streams.processor.api.ProcessorContext;

/// Counts how often something was left out: a bound that was reached, a rule that excluded. Among Kafka
/// Streams' own metrics as `stream-left-out-metrics`, `row-total` and `row-rate`, tag `left-out-id` = why.
public final class Tally {
    private final Sensor sensor;

    private Tally(Sensor sensor) {
        this.sensor = sensor;
    }

    /// @param why constant words with hyphens, e.g. `waiting-rows-full`
    public static Tally of(ProcessorContext<?, ?> context, String why) {
        return new Tally(context.metrics().addRateTotalSensor("left-out", why, "row", Sensor.RecordingLevel.INFO));
    }

    /// Once more.
    public void hit() {
        sensor.record();
    }
}
