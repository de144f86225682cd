package dev.millrace.cdc.health;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.util.function.Supplier;

/// The connector's meters, scraped at `/metrics`.
public final class CdcMetrics {
    private final PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);

    /// Changes committed to Kafka.
    Counter events(String database, String table, String op) {
        return Counter.builder("events")
                .description("row changes committed to Kafka")
                .tag("database", database)
                .tag("table", table)
                .tag("op", op)
                .register(registry);
    }

    /// Committed transactions.
    Counter batches(String database) {
        return Counter.builder("batches")
                .description("Kafka transactions committed")
                .tag("database", database)
                .register(registry);
    }

    /// Failed transactions; each ends the process.
    Counter errors(String database) {
        return Counter.builder("errors")
                .description("Kafka transactions that failed")
                .tag("database", database)
                .register(registry);
    }

    /// How old the newest handled source commit is, milliseconds.
    void lag(String database, Supplier<Number> lagMs) {
        Gauge.builder("cdc_lag_ms", lagMs)
                .description("now minus commit time of the last handled change or heartbeat")
                .tag("database", database)
                .strongReference(true)
                .register(registry);
    }

    /// All meters in Prometheus' text format.
    public String scrape() {
        return registry.scrape();
    }
}
