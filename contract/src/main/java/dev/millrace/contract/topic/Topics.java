package dev.millrace.contract.topic;

import dev.millrace.contract.capture.CapturedSource;
import dev.millrace.contract.capture.SourceDatabase;
import dev.millrace.contract.capture.SourceTable;
import java.util.ArrayList;
import java.util.List;

/// Every topic that is shared by two processes or read by analysts. `docs/topics.md` describes them with
/// examples.
public final class Topics {

    /// One partition count for raw and domain topics: co-partitioning is what saves repartition hops.
    public static final int PARTITIONS = 4;

    public static final TopicSpec CATALOGUE =
            TopicSpec.compacted("item.catalogue.v1", PARTITIONS).with("message.timestamp.type", "LogAppendTime");
    public static final TopicSpec INTERACTIONS = TopicSpec.append("user.interaction.v1", PARTITIONS);
    public static final TopicSpec STATISTICS =
            TopicSpec.compacted("item.statistics.v1", PARTITIONS).with("message.timestamp.type", "LogAppendTime");

    /// What each of the newest visits looked at; read as a whole by every query-service instance.
    public static final TopicSpec SESSIONS =
            TopicSpec.compacted("session.items.v1", PARTITIONS).with("message.timestamp.type", "LogAppendTime");

    /// Item → the vector of its words, written by embedding-app.
    public static final TopicSpec VECTORS =
            TopicSpec.compacted("item.vector.v1", PARTITIONS).with("message.timestamp.type", "LogAppendTime");

    /// Each list that was served to somebody, written by query-service.
    public static final TopicSpec EXPOSURES = TopicSpec.append("request.exposure.v1", PARTITIONS);

    public static final TopicSpec DEAD_LETTERS = TopicSpec.append("dead-letter.v1", PARTITIONS);

    /// idaction → what it means; read as a whole by every streams-app instance.
    public static final TopicSpec ACTIONS = TopicSpec.compacted("matomo.action.v1", PARTITIONS);

    /// Login → the shop's user; read as a whole by every streams-app instance where Matomo knows users by login.
    public static final TopicSpec LOGINS = TopicSpec.compacted("user.login.v1", PARTITIONS);

    /// Debezium source offsets, written in the same transaction as the changes they stand for.
    public static final TopicSpec CDC_OFFSETS = TopicSpec.compacted("cdc-offsets", 1);

    /// Orders and catalogue rows whose deletes were purges, so that nobody takes their absence for a delete
    /// later.
    public static final TopicSpec CDC_PURGED = TopicSpec.compacted("cdc-purged", 1);

    private Topics() {}

    /// The raw change topic of a table, named as Debezium names it: `<source>.<database>.<table>`.
    public static TopicSpec raw(CapturedSource source, SourceTable table) {
        return raw(source.name(), source.database(), source.tableName(table));
    }

    /// The same, of the source that is named after its role.
    public static TopicSpec raw(SourceDatabase role, String databaseName, String tableName) {
        return raw(role.prefix(), databaseName, tableName);
    }

    private static TopicSpec raw(String source, String databaseName, String tableName) {
        return TopicSpec.compacted(source + "." + databaseName + "." + tableName, PARTITIONS);
    }

    /// `business.heartbeat.v1` or `matomo.heartbeat.v1`.
    public static TopicSpec heartbeat(SourceDatabase role) {
        return heartbeat(role.prefix());
    }

    /// The heartbeats of a source: `<source>.heartbeat.v1`.
    public static TopicSpec heartbeat(String source) {
        return new TopicSpec(
                source + ".heartbeat.v1",
                PARTITIONS,
                java.util.Map.of("cleanup.policy", "delete", "retention.ms", "3600000", "segment.ms", "600000"));
    }

    /// Debezium's table-schema history of one source; one partition, kept for ever.
    public static TopicSpec schemaHistory(String source) {
        return new TopicSpec(
                "cdc-schema-history." + source,
                1,
                java.util.Map.of("cleanup.policy", "delete", "retention.ms", "-1", "retention.bytes", "-1"));
    }

    /// The raw topics of the source that is named after its role and has all of its tables.
    public static List<TopicSpec> rawTopics(SourceDatabase role, String databaseName, String tablePrefix) {
        CapturedSource source = CapturedSource.whole(role, databaseName, tablePrefix);
        return source.tables().stream().map(table -> raw(source, table)).toList();
    }

    /// The raw topics of all tables that are captured from one source, and its heartbeats.
    public static List<TopicSpec> of(CapturedSource source) {
        List<TopicSpec> topics = new ArrayList<>();
        source.tables().forEach(table -> topics.add(raw(source, table)));
        topics.add(heartbeat(source.name()));
        return List.copyOf(topics);
    }

    /// The topics that must exist whichever databases are captured.
    public static List<TopicSpec> domain() {
        List<TopicSpec> all = new ArrayList<>(List.of(
                CATALOGUE, INTERACTIONS, STATISTICS, SESSIONS, VECTORS, EXPOSURES, DEAD_LETTERS, ACTIONS, LOGINS));
        for (SourceDatabase database : SourceDatabase.values()) {
            all.add(heartbeat(database));
        }
        return List.copyOf(all);
    }
}
