package dev.millrace.cdc.health;

import dev.millrace.cdc.drift.Violation;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Tags;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.util.Locale;
import java.util.function.Supplier;

/// The connector's meters, scraped at `/metrics`. `docs/operations/cdc.md` lists them.
public final class CdcMetrics {
    private static final String DATABASE = "database";

    private final PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);

    /// `cdc_events_total`: changes committed to Kafka.
    Counter events(String database, String table, String op) {
        return Counter.builder("cdc.events")
                .description("row changes committed to Kafka")
                .tag(DATABASE, database)
                .tag("table", table)
                .tag("op", op)
                .register(registry);
    }

    /// `cdc_transactions_total`: committed transactions, those of heartbeats alone too.
    Counter transactions(String database) {
        return Counter.builder("cdc.transactions")
                .description("Kafka transactions committed")
                .tag(DATABASE, database)
                .register(registry);
    }

    /// `cdc_errors_total`: failed transactions; each ends the process.
    Counter errors(String database) {
        return Counter.builder("cdc.errors")
                .description("Kafka transactions that failed")
                .tag(DATABASE, database)
                .register(registry);
    }

    /// `cdc_binlog_lost_total`: starts that found the binlog purged beyond the stored position.
    Counter binlogLost(String database) {
        return Counter.builder("cdc.binlog.lost")
                .description("starts that found the binlog purged beyond the stored position")
                .tag(DATABASE, database)
                .register(registry);
    }

    /// `cdc_contract_violations_total`: rows that went out although their table does not keep the contract. The tags
    /// name columns of the contract only, so there are few of them.
    Counter violations(String database, Violation violation) {
        return Counter.builder("cdc.contract.violations")
                .description("rows published while their table breaks the contract")
                .tag(DATABASE, database)
                .tag("table", violation.table().name().toLowerCase(Locale.ROOT))
                .tag("column", violation.column())
                .tag("kind", violation.kind().word())
                .register(registry);
    }

    /// `cdc_lag_ms`: how old the newest source commit in Kafka is. NaN before the first.
    void lag(String database, Supplier<Number> lagMs) {
        gauge("cdc.lag.ms", "now minus the commit time of the newest change or heartbeat in Kafka", lagMs)
                .tag(DATABASE, database)
                .register(registry);
    }

    /// `cdc_source_position`: where the newest change in Kafka stands in the binlog; `part` is the number of the `file`
    /// or the `offset` in it, bytes.
    void position(String database, String part, Supplier<Number> value) {
        gauge("cdc.source.position", "binlog position of the newest change in Kafka", value)
                .tags(Tags.of(DATABASE, database, "part", part))
                .register(registry);
    }

    /// `cdc_queue_used_ratio`: 0..1.
    void queue(String database, Supplier<Number> used) {
        gauge("cdc.queue.used.ratio", "room taken between binlog reader and sink", used)
                .tag(DATABASE, database)
                .register(registry);
    }

    /// `cdc_snapshot_failures_total`: tables that somebody asked for and that were not read to their end.
    Counter readingsFailed(String database) {
        return Counter.builder("cdc.snapshot.failures")
                .description("tables that were asked for and not read to their end")
                .tag(DATABASE, database)
                .register(registry);
    }

    /// `cdc_snapshot_running` (0 or 1), `cdc_snapshot_rows`, `cdc_snapshot_percent`, `cdc_snapshot_seconds_left`.
    ///
    /// @param kind `initial` for all tables, `table` for one that somebody asked for
    void snapshot(String database, String kind, Supplier<SnapshotReport> report) {
        Tags tags = Tags.of(DATABASE, database, "kind", kind);
        gauge(
                        "cdc.snapshot.running",
                        "1 while a snapshot runs",
                        () -> report.get().running() ? 1 : 0)
                .tags(tags)
                .register(registry);
        gauge(
                        "cdc.snapshot.rows",
                        "rows that the newest snapshot has read",
                        () -> report.get().rows())
                .tags(tags)
                .register(registry);
        gauge(
                        "cdc.snapshot.percent",
                        "share that it has read, by the server's estimate; NaN when unknown",
                        () -> report.get().percent().map(Integer::doubleValue).orElse(Double.NaN))
                .tags(tags)
                .register(registry);
        gauge(
                        "cdc.snapshot.seconds.left",
                        "time left at the pace so far, NaN when unknown",
                        () -> report.get()
                                .remaining()
                                .map(left -> (double) left.toSeconds())
                                .orElse(Double.NaN))
                .tags(tags)
                .register(registry);
    }

    private static Gauge.Builder<Supplier<Number>> gauge(String name, String description, Supplier<Number> value) {
        return Gauge.builder(name, value).description(description).strongReference(true);
    }

    /// All meters in Prometheus' text format.
    public String scrape() {
        return registry.scrape();
    }
}
