package dev.millrace.cdc.privacy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.millrace.contract.capture.SourceTable;
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

    private final Redaction redaction = new Redaction(KEY);

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
        assertThat(new UserIds("another key").hide("jane")).isNotEqualTo(new UserIds(KEY).hide("jane"));
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
                .build();
        Struct image = new Struct(rowSchema);
        row.forEach(image::put);
        return new Struct(schema)
                .put("before", image)
                .put("after", image)
                .put("source", new Struct(source).put("table", "pk_log_visit"));
    }
}
