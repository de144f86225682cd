package dev.millrace.cdc.privacy;

import dev.millrace.contract.capture.MatomoUserId;
import dev.millrace.contract.capture.SourceTable;
import dev.millrace.contract.id.RequestId;
import java.util.List;
import java.util.Locale;
import org.apache.kafka.connect.data.Field;
import org.apache.kafka.connect.data.Struct;
import org.jspecify.annotations.Nullable;

/// Removes from a change what the recommender does not need to know about a person. A pure function of the change and
/// the key; column include-lists have already kept whole columns at home.
///
/// | column | what is left |
/// |---|---|
/// | `log_visit.user_id` | a number, or a keyed hash ([UserIds]) |
/// | `user.user_name` or `user.user_email` | the same hash of it; no other text |
/// | `log_action.name` | an item page with three parameters, an event word, an item id, or null ([ActionNames]) |
/// | `log_link_visit_action.custom_dimension_*` | a request id of ours, or null |
/// | text of the statement (`source.query`) | nothing |
/// | texts of `dataset` | the text, masked ([PersonalData]) |
///
/// Names of columns are compared without regard to case, as MySQL does.
public final class Redaction {
    private static final String SOURCE = "source";
    private static final String STATEMENT = "query";
    private static final List<String> DATASET_TEXTS =
            List.of("dataset_name", "description", "tag", "create_company_name");

    private final UserIds userIds;
    private final MatomoUserId userId;

    /// @param userIdKey key of the hash; changing it makes all logins strangers
    /// @param userId what Matomo's `user_id` is
    public Redaction(String userIdKey, MatomoUserId userId) {
        this.userIds = new UserIds(userIdKey, userId);
        this.userId = userId;
    }

    /// The envelope as it may leave; the argument itself when nothing is to hide in that table.
    public Struct apply(SourceTable table, Struct envelope) {
        return switch (table) {
            case DATASET, USER, LOG_ACTION, LOG_VISIT, LOG_LINK_VISIT_ACTION -> redacted(table, envelope);
            case DATASET_IMAGE, ORDER_TAB, TASK, API_ORDER, LOG_CONVERSION_ITEM, BUSINESS_HEARTBEAT, MATOMO_HEARTBEAT ->
                hasStatement(envelope) ? withoutStatement(copy(envelope)) : envelope;
        };
    }

    /// A statement may hold anything that stands in uncaptured columns.
    private static boolean hasStatement(Struct envelope) {
        return envelope.schema().field(SOURCE) != null
                && envelope.getWithoutDefault(SOURCE) instanceof Struct source
                && source.schema().field(STATEMENT) != null
                && source.getWithoutDefault(STATEMENT) != null;
    }

    private static Struct withoutStatement(Struct copy) {
        if (hasStatement(copy)) {
            copy.put(SOURCE, copy(copy.getStruct(SOURCE)).put(STATEMENT, null));
        }
        return copy;
    }

    private Struct redacted(SourceTable table, Struct envelope) {
        Struct copy = withoutStatement(copy(envelope));
        for (String image : List.of("before", "after")) {
            if (envelope.schema().field(image) != null && envelope.getWithoutDefault(image) instanceof Struct row) {
                copy.put(image, redactedRow(table, row));
            }
        }
        return copy;
    }

    private Struct redactedRow(SourceTable table, Struct row) {
        Struct copy = copy(row);
        for (Field field : row.schema().fields()) {
            if (row.getWithoutDefault(field.name()) instanceof String text) {
                copy.put(field, redactedText(table, row, field.name(), text));
            }
        }
        return copy;
    }

    private @Nullable String redactedText(SourceTable table, Struct row, String name, String text) {
        String column = name.toLowerCase(Locale.ROOT);
        if (table == SourceTable.LOG_VISIT && column.equals("user_id")) {
            return userIds.hide(text);
        }
        if (table == SourceTable.USER) {
            return userId.column().filter(column::equals).isPresent() ? userIds.hide(text) : null;
        }
        if (table == SourceTable.LOG_ACTION && column.equals("name")) {
            return ActionNames.reduce(type(row), text).orElse(null);
        }
        if (column.startsWith("custom_dimension_")) {
            return RequestId.parse(text).map(RequestId::value).orElse(null);
        }
        return table == SourceTable.DATASET && DATASET_TEXTS.contains(column) ? PersonalData.mask(text) : text;
    }

    private static int type(Struct row) {
        return row.schema().fields().stream()
                .filter(field -> field.name().equalsIgnoreCase("type"))
                .map(field -> row.getWithoutDefault(field.name()))
                .filter(Number.class::isInstance)
                .map(value -> ((Number) value).intValue())
                .findFirst()
                .orElse(-1);
    }

    private static Struct copy(Struct original) {
        Struct copy = new Struct(original.schema());
        for (Field field : original.schema().fields()) {
            copy.put(field, original.getWithoutDefault(field.name()));
        }
        return copy;
    }
}
