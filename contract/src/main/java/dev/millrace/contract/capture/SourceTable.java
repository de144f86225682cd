package dev.millrace.contract.capture;

import static dev.millrace.contract.capture.SourceColumn.amount;
import static dev.millrace.contract.capture.SourceColumn.bytes;
import static dev.millrace.contract.capture.SourceColumn.id;
import static dev.millrace.contract.capture.SourceColumn.integer;
import static dev.millrace.contract.capture.SourceColumn.number;
import static dev.millrace.contract.capture.SourceColumn.text;
import static dev.millrace.contract.capture.SourceColumn.textId;
import static dev.millrace.contract.capture.SourceColumn.time;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/// The captured tables, in snapshot order, each with the only columns that leave the database and with its
/// route.
///
/// A raw record keeps its primary key as key. Its *partition* is that of its route key, so that everything
/// about one item, or one visit, meets in one partition and needs no repartition hop (docs/decisions/0003).
public enum SourceTable {
    DATASET(
            SourceDatabase.BUSINESS,
            "dataset",
            "ds:",
            "id",
            id("id"),
            text("dataset_name"),
            text("description"),
            text("tag"),
            amount("price"),
            text("create_company_name"),
            integer("cover_id"),
            time("create_time"),
            time("update_time"),
            integer("is_delete"),
            integer("status"),
            integer("publish_status")),
    DATASET_IMAGE(
            SourceDatabase.BUSINESS,
            "dataset_image",
            "ds:",
            "dataset_id",
            id("id"),
            id("dataset_id"),
            text("image_url"),
            integer("image_order")),
    ORDER_TAB(SourceDatabase.BUSINESS, "order_tab", "ds:", "dataset_id", orderColumns()),
    TASK(SourceDatabase.BUSINESS, "task", "ds:", "dataset_id", orderColumns()),
    API_ORDER(SourceDatabase.BUSINESS, "api_order", "api:", "api_id", apiOrderColumns()),
    /// Captured only where Matomo's `user_id` is no id ([MatomoUserId]), with the one column that it is.
    USER(SourceDatabase.BUSINESS, "user", "u:", "id", id("id")),
    BUSINESS_HEARTBEAT(SourceDatabase.BUSINESS, Names.HEARTBEAT, "", "id", id("id"), integer("beat")),

    LOG_ACTION(SourceDatabase.MATOMO, "log_action", "", "idaction", id("idaction"), text("name"), integer("type")),
    LOG_VISIT(
            SourceDatabase.MATOMO,
            "log_visit",
            "",
            "idvisit",
            id("idvisit"),
            integer("idsite"),
            bytes("idvisitor"),
            text("user_id"),
            time("visit_first_action_time")),
    LOG_LINK_VISIT_ACTION(
            SourceDatabase.MATOMO,
            "log_link_visit_action",
            "",
            "idvisit",
            id("idlink_va"),
            integer("idsite"),
            id("idvisit"),
            time("server_time"),
            integer("idaction_url"),
            integer("idaction_name"),
            integer("idaction_event_category"),
            integer("idaction_event_action"),
            text("custom_dimension_1"),
            text("custom_dimension_2"),
            text("custom_dimension_3"),
            text("custom_dimension_4"),
            text("custom_dimension_5")),
    /// The items of Matomo's orders, and those of open carts (`idorder` 0).
    LOG_CONVERSION_ITEM(
            SourceDatabase.MATOMO,
            "log_conversion_item",
            "",
            "idvisit",
            id("idvisit"),
            textId("idorder"),
            id("idaction_sku"),
            integer("idsite"),
            time("server_time"),
            number("price"),
            integer("quantity"),
            integer("deleted")),
    MATOMO_HEARTBEAT(SourceDatabase.MATOMO, Names.HEARTBEAT, "", "id", id("id"), integer("beat"));

    private static final int ITEM_KEY_COLUMNS = 3;

    private final SourceDatabase database;
    private final String name;
    private final String routePrefix;
    private final String routeColumn;

    @SuppressWarnings("ImmutableEnumChecker") // a List.of
    private final List<SourceColumn> contract;

    SourceTable(SourceDatabase database, String name, String routePrefix, String routeColumn, SourceColumn... columns) {
        this.database = database;
        this.name = name;
        this.routePrefix = routePrefix;
        this.routeColumn = routeColumn;
        this.contract = List.of(columns);
    }

    /// The tables that are captured from a whole database, in snapshot order. [#USER] has to be asked for.
    public static List<SourceTable> of(SourceDatabase database) {
        return Arrays.stream(values())
                .filter(table -> table.database == database && table != USER)
                .toList();
    }

    public SourceDatabase database() {
        return database;
    }

    /// The name in its database; `tablePrefix` is Matomo's (`matomo_`) and is put before Matomo's own tables
    /// only.
    public String tableName(String tablePrefix) {
        return database == SourceDatabase.MATOMO && !isHeartbeat() ? tablePrefix + name : name;
    }

    /// Names of the captured columns, the key first.
    public List<String> columns() {
        return contract.stream().map(SourceColumn::name).toList();
    }

    /// The captured columns and what is expected of them, the key first.
    public List<SourceColumn> contract() {
        return contract;
    }

    /// The columns that tell rows apart: the key of every raw record, whatever the table's primary key is or
    /// becomes.
    public List<String> keyColumns() {
        return columns().subList(0, this == LOG_CONVERSION_ITEM ? ITEM_KEY_COLUMNS : 1);
    }

    /// The other name of the same table, at sites that renamed it: a row may have been seen under both.
    public Optional<SourceTable> otherName() {
        return switch (this) {
            case ORDER_TAB -> Optional.of(TASK);
            case TASK -> Optional.of(ORDER_TAB);
            case DATASET,
                    DATASET_IMAGE,
                    API_ORDER,
                    USER,
                    BUSINESS_HEARTBEAT,
                    LOG_ACTION,
                    LOG_VISIT,
                    LOG_LINK_VISIT_ACTION,
                    LOG_CONVERSION_ITEM,
                    MATOMO_HEARTBEAT -> Optional.empty();
        };
    }

    /// Whether deletes of its rows are housekeeping: Matomo drops old log rows, and what they told stays true.
    public boolean isLog() {
        return database == SourceDatabase.MATOMO && !isHeartbeat();
    }

    /// The column whose value decides the partition.
    public String routeColumn() {
        return routeColumn;
    }

    /// The text whose partition a row lives in, e.g. `ds:123` for an order, `77` for a visit's action.
    public String routeKey(long routeValue) {
        return routePrefix + routeValue;
    }

    /// Whether its rows belong to one of Matomo's sites.
    public boolean hasSite() {
        return columns().contains("idsite");
    }

    /// Whether the table is the connector's own heartbeat row.
    public boolean isHeartbeat() {
        return name.equals(Names.HEARTBEAT);
    }

    /// Whether a deleted row takes back what it stood for. Matomo deletes rows because they are old.
    public boolean isRetracted() {
        return database == SourceDatabase.BUSINESS && !isHeartbeat();
    }

    private static SourceColumn[] orderColumns() {
        return new SourceColumn[] {
            id("id"),
            id("dataset_id"),
            id("create_user"),
            amount("price"),
            integer("pay_status"),
            integer("is_delete"),
            time("pay_time"),
            time("create_time"),
            time("update_time")
        };
    }

    private static SourceColumn[] apiOrderColumns() {
        return new SourceColumn[] {
            id("id"),
            id("api_id"),
            id("creator_id"),
            amount("price"),
            integer("frequency"),
            integer("pay_status"),
            integer("is_delete"),
            time("pay_time"),
            time("create_time"),
            time("update_time")
        };
    }

    /// Names that enum constants refer to before they exist.
    private static final class Names {
        static final String HEARTBEAT = "millrace_heartbeat";
    }
}
