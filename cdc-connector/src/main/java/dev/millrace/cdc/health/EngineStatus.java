package dev.millrace.cdc.health;

import dev.millrace.contract.capture.SourceDatabase;
import java.lang.management.ManagementFactory;
import java.util.Optional;
import javax.management.InstanceNotFoundException;
import javax.management.JMException;
import javax.management.ObjectName;

/// What Debezium itself says of an engine, read from its JMX beans.
public final class EngineStatus {
    private final String server;

    public EngineStatus(SourceDatabase database) {
        this.server = database.prefix();
    }

    /// What keeps the engine from following the binlog; empty when nothing does.
    public Optional<String> missing() {
        Optional<Object> running = attribute("snapshot", "SnapshotRunning");
        if (running.isEmpty()) {
            return Optional.of("starting");
        }
        if (running.get().equals(true)) {
            int total = number("TotalTableCount");
            return Optional.of("snapshot %d of %d tables".formatted(total - number("RemainingTableCount"), total));
        }
        boolean connected = attribute("streaming", "Connected").equals(Optional.of(true));
        return connected ? Optional.empty() : Optional.of("no connection to the binlog");
    }

    private int number(String attribute) {
        return attribute("snapshot", attribute)
                .map(Number.class::cast)
                .map(Number::intValue)
                .orElse(0);
    }

    private Optional<Object> attribute(String context, String attribute) {
        try {
            var bean = new ObjectName("debezium.mysql:type=connector-metrics,context=" + context + ",server=" + server);
            return Optional.ofNullable(
                    ManagementFactory.getPlatformMBeanServer().getAttribute(bean, attribute));
        } catch (InstanceNotFoundException e) {
            return Optional.empty();
        } catch (JMException e) {
            throw new IllegalStateException("Debezium's bean has no attribute " + attribute, e);
        }
    }
}
