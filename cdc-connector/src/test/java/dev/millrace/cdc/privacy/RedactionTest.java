package dev.millrace.cdc.privacy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.millrace.contract.capture.MatomoUserId;
import dev.millrace.contract.capture.SourceTable;
import java.util.List;
import java.util.Map;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaBuilder;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.errors.DataException;
import org.apache.kafka.connect.source.SourceRecord;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RedactionTest {
    private static final String KEY = "key of this test";

    private final Redaction redaction = new Redaction(KEY, MatomoUserId.ID);

    @ParameterizedTest
    @CsvSource({
        "42, 42",
        "'', ''",
        "007, 007",
    })
    void a_numeric_login_is_the_shops_user_id_and_passes(String login, String kept) {
        assertThat(userId(login)).isEqualTo(kept);
    }

    @ParameterizedTest
    @CsvSource({"jane", "jane@example.com", "13812345678", "8613812345678", "４２", "'42 '", "-42"})
    void any_other_login_becomes_a_keyed_hash(String login) {
        assertThat(userId(login)).matches("h:[0-9a-f]{16}").isEqualTo(userId(login));
    }

    @Test
    void another_key_gives_another_hash() {
        assertThat(new UserIds("another key", MatomoUserId.ID).hide("jane"))
                .isNotEqualTo(new UserIds(KEY, MatomoUserId.ID).hide("jane"));
    }

    @ParameterizedTest
    @CsvSource({
        "Jane, jane",
        "' jane@b.com ', Jane@B.com",
        "42, 42",
        "Ju\u0308rgen, J\u00fcrgen",
        "13812345678, 13812345678"
    })
    void a_login_name_in_matomo_is_the_hash_of_the_same_name_in_the_shop(String matomos, String shops) {
        for (MatomoUserId kind : List.of(MatomoUserId.USER_NAME, MatomoUserId.USER_EMAIL)) {
            Redaction byName = new Redaction(KEY, kind);
            Struct visit = byName.apply(SourceTable.LOG_VISIT, envelope(Map.of("user_id", matomos)));
            Struct user = byName.apply(SourceTable.USER, envelope(Map.of(kind.word(), shops)));

            assertThat(visit.getStruct("after").getString("user_id"))
                    .matches("h:[0-9a-f]{16}")
                    .isEqualTo(user.getStruct("after").getString(kind.word()))
                    .isEqualTo(user.getStruct("before").getString(kind.word()));
        }
    }

    @Test
    void of_a_user_no_other_text_leaves() {
        Struct user = new Redaction(KEY, MatomoUserId.USER_NAME)
                .apply(
                        SourceTable.USER,
                        envelope(Map.of(
                                "id", 7, "USER_NAME", "jane", "user_email", "jane@b.com", "mobile", "13812345678")));

        Struct row = user.getStruct("after");
        assertThat(row.getInt32("id")).isEqualTo(7);
        assertThat(row.getString("USER_NAME")).matches("h:[0-9a-f]{16}");
        assertThat(row.getString("user_email")).isNull();
        assertThat(row.getString("mobile")).isNull();
    }

    @ParameterizedTest
    @CsvSource({
        "1, shop.com/dataDetail/123, dataDetail/123",
        "1, shop.com/u/jane/dataDetail/123/zhang, dataDetail/123",
        "1, shop.com/dataDetail/123?from=rec&rid=req_1&pos=3, dataDetail/123?from=rec&rid=req_1&pos=3",
        "1, shop.com/dataDetail/123?token=x&from=rec&mail=a@b.c&RID=1, dataDetail/123?from=rec",
        "1, shop.com/dataDetail/123?token=x, dataDetail/123",
        "1, shop.com/dataDetail/123?from=rec#name=jane, dataDetail/123?from=rec",
        "1, shop.com/dataDetail/123?from=13812345678&pos=13812345678&rid=jane, dataDetail/123",
        "1, shop.com/#/dataAPIDetail/45?pos=2, dataAPIDetail/45?pos=2",
        "1, shop.com/x?fromage=1;pos=2,",
        "1, shop.com/u/jane@b.com/,",
        "1, shop.com/dataDetail/13812345678,",
        "8, Jane Doe of Springfield,",
        "5, 123, ds:123",
        "5, api:45, api:45",
        "5, 13812345678,",
        "5, Jane Doe,",
        "10, Recommendation, recommendation",
        "11, Click, click",
        "11, call Jane Doe,",
        "12, dataset_123, dataset_123",
        "12, Jane Doe,",
    })
    void an_action_keeps_what_the_recommender_reads(int type, String name, @Nullable String kept) {
        assertThat(action(type, name)).isEqualTo(kept);
    }

    @ParameterizedTest
    @CsvSource({"2", "3", "4", "5", "6", "7", "9", "13", "-1"})
    void names_of_other_actions_are_dropped(int type) {
        assertThat(action(type, "Profile of Jane Doe")).isNull();
    }

    @Test
    void texts_of_items_are_masked_and_custom_dimensions_carry_request_ids_only() {
        Struct dataset = redaction.apply(SourceTable.DATASET, envelope(Map.of("description", "call 13812345678")));
        Struct step = redaction.apply(
                SourceTable.LOG_LINK_VISIT_ACTION,
                envelope(Map.of("custom_dimension_2", "req_7", "CUSTOM_DIMENSION_4", "Jane Doe")));

        assertThat(dataset.getStruct("before").getString("description")).isEqualTo("call ***");
        assertThat(dataset.getStruct("after").getString("description")).isEqualTo("call ***");
        assertThat(step.getStruct("after").getString("custom_dimension_2")).isEqualTo("req_7");
        assertThat(step.getStruct("after").getString("CUSTOM_DIMENSION_4")).isNull();
    }

    @Test
    void the_argument_is_not_changed() {
        Struct original = envelope(Map.of("description", "call 13812345678"));

        redaction.apply(SourceTable.DATASET, original);

        assertThat(original.getStruct("after").getString("description")).isEqualTo("call 13812345678");
    }

    @Test
    void the_connect_transform_hides_the_same() {
        try (RedactionTransform<SourceRecord> transform = new RedactionTransform<>()) {
            transform.configure(Map.of("database", "matomo", "table.prefix", "pk_", "user.id.key", KEY));
            Struct envelope = envelope(Map.of("user_id", "jane"));
            SourceRecord record = new SourceRecord(Map.of(), Map.of(), "any", null, null, envelope.schema(), envelope);

            Struct hidden = (Struct) transform.apply(record).value();

            assertThat(hidden.getStruct("after").getString("user_id")).isEqualTo(userId("jane"));
        }
    }

    @Test
    void the_connect_transform_refuses_tables_that_the_contract_does_not_name() {
        try (RedactionTransform<SourceRecord> transform = new RedactionTransform<>()) {
            transform.configure(Map.of("database", "business"));
            Struct envelope = envelope(Map.of("user_id", "jane"));
            SourceRecord record = new SourceRecord(Map.of(), Map.of(), "any", null, null, envelope.schema(), envelope);

            assertThatThrownBy(() -> transform.apply(record))
                    .isInstanceOf(DataException.class)
                    .hasMessageContaining("'pk_log_visit'");
        }
    }

    @Test
    void the_connect_transform_lets_users_pass_only_where_logins_are_names() {
        Struct envelope = envelope(Map.of("user_name", "jane"));
        envelope.getStruct("source").put("table", "user");
        SourceRecord record = new SourceRecord(Map.of(), Map.of(), "any", null, null, envelope.schema(), envelope);
        try (RedactionTransform<SourceRecord> transform = new RedactionTransform<>()) {
            transform.configure(Map.of("database", "business"));
            assertThatThrownBy(() -> transform.apply(record)).hasMessageContaining("'user'");

            assertThatThrownBy(() -> transform.configure(Map.of("database", "business", "user.id", "user_name")))
                    .hasMessageContaining("user.id.key must be set");
            assertThatThrownBy(() -> transform.configure(Map.of("database", "business", "user.id", "mobile")))
                    .hasMessageContaining("must be id, user_name or user_email");

            transform.configure(Map.of("database", "business", "user.id", "user_name", "user.id.key", KEY));
            Struct hidden = (Struct) transform.apply(record).value();
            assertThat(hidden.getStruct("after").getString("user_name"))
                    .isEqualTo(new UserIds(KEY, MatomoUserId.USER_NAME).hide("Jane"));
        }
    }

    void the_connect_transform_drops_deletes_of_log_rows_and_their_tombstones() {
        try (RedactionTransform<SourceRecord> transform = new RedactionTransform<>()) {
            transform.configure(Map.of("database", "matomo", "table.prefix", "pk_", "user.id.key", KEY));
            Struct delete = envelope(Map.of("user_id", "42")).put("after", null).put("op", "d");

            assertThat(transform.apply(ofKey(7, delete))).isNull();
            assertThat(transform.apply(ofKey(7, null))).isNull();
            SourceRecord halfOfAKeyChange = ofKey(8, delete);
            halfOfAKeyChange.headers().addLong("__debezium.newkey", 9);
            assertThat(transform.apply(halfOfAKeyChange)).isNotNull();
            assertThat(transform.apply(ofKey(8, null))).isNotNull();
        }
    }

    private static SourceRecord ofKey(long key, @Nullable Struct value) {
        return new SourceRecord(
                Map.of(), Map.of(), "any", Schema.INT64_SCHEMA, key, value == null ? null : value.schema(), value);
    }

    private @Nullable String userId(String login) {
        return redaction
                .apply(SourceTable.LOG_VISIT, envelope(Map.of("user_id", login)))
                .getStruct("after")
                .getString("user_id");
    }

    private @Nullable String action(int type, String name) {
        return redaction
                .apply(SourceTable.LOG_ACTION, envelope(Map.of("type", type, "name", name)))
                .getStruct("after")
                .getString("name");
    }

    private static Struct envelope(Map<String, Object> row) {
        SchemaBuilder columns = SchemaBuilder.struct().optional();
        row.forEach((name, value) -> columns.field(
                name, value instanceof Integer ? Schema.OPTIONAL_INT32_SCHEMA : Schema.OPTIONAL_STRING_SCHEMA));
        Schema rowSchema = columns.build();
        Schema source =
                SchemaBuilder.struct().field("table", Schema.STRING_SCHEMA).build();
        Schema schema = SchemaBuilder.struct()
                .field("before", rowSchema)
                .field("after", rowSchema)
                .field("source", source)
                .field("op", Schema.OPTIONAL_STRING_SCHEMA)
                .build();
        Struct image = new Struct(rowSchema);
        row.forEach(image::put);
        return new Struct(schema)
                .put("before", image)
                .put("after", image)
                .put("source", new Struct(source).put("table", "pk_log_visit"));
    }
}
