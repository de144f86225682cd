package dev.millrace.contract.capture;

import java.util.Arrays;
import java.util.List;

/// The captured tables, in snapshot order, each with the only columns that leave the database and with its route.
///
/// A raw record keeps its primary key as key. Its *partition* is that of its route key, so that everything about one
/// item, or one visit, meets in one partition and needs no repartition hop (docs/decisions/0003).
public enum SourceTable {
    DATASET(
            SourceDatabase.BUSINESS,
            "dataset",
            "ds:",
            "id",
            "id",
            "dataset_name",
            "description",
            "tag",
            "price",
            "create_company_name",
            "cover_id",
            "create_time",
            "update_time",
            "is_delete",
            "status",
            "publish_status"),
    DATASET_IMAGE(
            SourceDatabase.BUSINESS,
            "dataset_image",
            "ds:",
            "dataset_id",
            "id",
            "dataset_id",
            "image_url",
            "image_order"),
    ORDER_TAB(SourceDatabase.BUSINESS, "order_tab", "ds:", "dataset_id", orderColumns("dataset_id", "create_user")),
    TASK(SourceDatabase.BUSINESS, "task", "ds:", "dataset_id", orderColumns("dataset_id", "create_user")),
    API_ORDER(SourceDatabase.BUSINESS, "api_order", "api:", "api_id", apiOrderColumns()),
    BUSINESS_HEARTBEAT(SourceDatabase.BUSINESS, Names.HEARTBEAT, "", "id", "id", "beat"),

    LOG_ACTION(SourceDatabase.MATOMO, "log_action", "", "idaction", "idaction", "name", "type"),
    LOG_VISIT(SourceDatabase.MATOMO, "log_visit", "", "idvisit", "idvisit", "idsite", "idvisitor", "user_id"),
    LOG_LINK_VISIT_ACTION(
            SourceDatabase.MATOMO,
            "log_link_visit_action",
            "",
            "idvisit",
            "idlink_va",
            "idsite",
            "idvisit",
            "server_time",
            "idaction_url",
            "idaction_name",
            "idaction_event_category",
            "idaction_event_action",
            "custom_dimension_1",
            "custom_dimension_2",
            "custom_dimension_3",
            "custom_dimension_4",
            "custom_dimension_5"),
    MATOMO_HEARTBEAT(SourceDatabase.MATOMO, Names.HEARTBEAT, "", "id", "id", "beat");

    private final SourceDatabase database;
    private final String name;
    private final String routePrefix;
    private final String routeColumn;

    @SuppressWarnings("ImmutableEnumChecker") // a List.of
    private final List<String> columns;

    SourceTable(SourceDatabase database, String name, String routePrefix, String routeColumn, String... columns) {
        this.database = database;
        this.name = name;
        this.routePrefix = routePrefix;
        this.routeColumn = routeColumn;
        this.columns = List.of(columns);
    }

    /// The tables of one database, in snapshot order.
    public static List<SourceTable> of(SourceDatabase database) {
        return Arrays.stream(values())
                .filter(table -> table.database == database)
                .toList();
    }

    public SourceDatabase database() {
        return database;
    }

    /// The name in its database; `tablePrefix` is Matomo's (`matomo_`) and is put before Matomo's own tables only.
    public String tableName(String tablePrefix) {
        return database == SourceDatabase.MATOMO && !isHeartbeat() ? tablePrefix + name : name;
    }

    public List<String> columns() {
        return columns;
    }

    /// The column whose value decides the partition.
    public String routeColumn() {
        return routeColumn;
    }

    /// The text whose partition a row lives in, e.g. `ds:123` for an order, `77` for a visit's action.
    public String routeKey(long routeValue) {
        return routePrefix + routeValue;
    }

    /// Whether the table is the connector's own heartbeat row.
    public boolean isHeartbeat() {
        return name.equals(Names.HEARTBEAT);
    }

    private static String[] orderColumns(String item, String user) {
        return new String[] {
            "id", item, user, "price", "pay_status", "is_delete", "pay_time", "create_time", "update_time"
        };
    }

    private static String[] apiOrderColumns() {
        return new String[] {
            "id",
            "api_id",
            "creator_id",
            "price",
            "frequency",
            "pay_status",
            "is_delete",
            "pay_time",
            "create_time",
            "update_time"
        };
    }

    /// Names that enum constants refer to before they exist.
    private static final class Names {
        static final String HEARTBEAT = "millrace_heartbeat";
    }
}
