package dev.millrace.cdc.privacy;

import dev.millrace.contract.capture.MatomoUserId;
import dev.millrace.contract.capture.PurgeMarker;
import dev.millrace.contract.capture.SourceDatabase;
import dev.millrace.contract.capture.SourceTable;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.common.config.types.Password;
import org.apache.kafka.connect.connector.ConnectRecord;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.errors.DataException;
import org.apache.kafka.connect.transforms.Transformation;
import org.jspecify.annotations.Nullable;

/// [Redaction] for a Kafka Connect cluster that runs Debezium in place of this connector.
///
/// A purge ([PurgeMarker], or any delete of a log table) and its tombstone are dropped. A change of a table that the
/// contract does not name is an
/// error: nobody has said what may leave of it.
///
/// Settings: `database` (`business` or `matomo`), `table.prefix` (Matomo's), `user.id` (what Matomo's `user_id` is:
/// `id`, `user_name` or `user_email`; with the latter two the shop's `user` table is allowed), `user.id.key`
/// (secret).
///
/// @param <R> source records of a Debezium connector
public final class RedactionTransform<R extends ConnectRecord<R>> implements Transformation<R> {
    private static final String NEW_KEY_HEADER = "__debezium.newkey";
    private static final ConfigDef SETTINGS = new ConfigDef()
            .define("database", ConfigDef.Type.STRING, ConfigDef.Importance.HIGH, "business or matomo")
            .define("table.prefix", ConfigDef.Type.STRING, "", ConfigDef.Importance.MEDIUM, "Matomo's table prefix")
            .define("user.id", ConfigDef.Type.STRING, "id", ConfigDef.Importance.MEDIUM, "id, user_name or user_email")
            .define("user.id.key", ConfigDef.Type.PASSWORD, "", ConfigDef.Importance.HIGH, "key of hidden logins");

    private SourceDatabase database = SourceDatabase.BUSINESS;
    private String tablePrefix = "";
    private @Nullable Object purgedKey;
    private MatomoUserId userId = MatomoUserId.ID;
    private Redaction redaction = new Redaction("not configured", userId);

    @Override
    public void configure(Map<String, ?> configs) {
        Map<String, Object> settings = SETTINGS.parse(configs);
        database = switch (String.valueOf(settings.get("database"))) {
            case "business" -> SourceDatabase.BUSINESS;
            case "matomo" -> SourceDatabase.MATOMO;
            case String other -> throw new ConfigException("database", other, "must be business or matomo");
        };
        tablePrefix = String.valueOf(settings.get("table.prefix"));
        String key = settings.get("user.id.key") instanceof Password password ? password.value() : "";
        String word = String.valueOf(settings.get("user.id"));
        userId = MatomoUserId.of(word)
                .orElseThrow(() -> new ConfigException("user.id", word, "must be id, user_name or user_email"));
        if (key.isEmpty() && (database == SourceDatabase.MATOMO || userId != MatomoUserId.ID)) {
            throw new ConfigException("user.id.key must be set: it is the secret that hides logins");
        }
        redaction = new Redaction(key.isEmpty() ? "unused" : key, userId);
    }

    @Override
    @SuppressWarnings("NullAway") // Connect takes null for "drop it"
    public R apply(R record) {
        boolean ofPurge =
                record.value() == null && record.key() != null && record.key().equals(purgedKey);
        boolean purge = record.value() instanceof Struct change && isDelete(record, change) && isPurge(change);
        purgedKey = purge ? record.key() : null;
        return purge || ofPurge ? null : redacted(record);
    }

    /// Half of a key change is no delete.
    private boolean isDelete(R record, Struct envelope) {
        return envelope.schema().field("op") != null
                && "d".equals(envelope.getString("op"))
                && envelope.schema().field("source") != null
                && record.headers().lastWithName(NEW_KEY_HEADER) == null;
    }

    private boolean isPurge(Struct delete) {
        Struct source = delete.getStruct("source");
        if (table(source.getString("table")).filter(SourceTable::isLog).isPresent()) {
            return true;
        }
        return source.schema().field("query") != null
                && source.getString("query") != null
                && PurgeMarker.isIn(source.getString("query"));
    }

    private R redacted(R record) {
        if (!(record.value() instanceof Struct envelope) || envelope.schema().field("source") == null) {
            return record;
        }
        String name = envelope.getStruct("source").getString("table");
        SourceTable table = table(name)
                .orElseThrow(() -> new DataException(
                        "table '%s' is not of the %s database's contract: take it out of table.include.list"
                                .formatted(name, database.prefix())));
        return record.newRecord(
                record.topic(),
                record.kafkaPartition(),
                record.keySchema(),
                record.key(),
                record.valueSchema(),
                redaction.apply(table, envelope),
                record.timestamp());
    }

    private Optional<SourceTable> table(String name) {
        return Arrays.stream(SourceTable.values())
                .filter(table -> table.database() == database)
                .filter(table -> table != SourceTable.USER || userId != MatomoUserId.ID)
                .filter(table -> table.tableName(tablePrefix).equalsIgnoreCase(name))
                .findFirst();
    }

    @Override
    public ConfigDef config() {
        return SETTINGS;
    }

    @Override
    public void close() {
        // nothing to release
    }
}
