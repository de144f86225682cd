package dev.millrace.stack.tail;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.millrace.contract.proto.Effect;
import dev.millrace.contract.proto.Interaction;
import java.nio.charset.StandardCharsets;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

final class RecordJsonTest {
    private static final byte[] KEY = bytes("u:3");

    @Test
    void aMessageIsReadByTheNameInItsHeader() throws Exception {
        Interaction interaction = Interaction.newBuilder()
                .setActor("u:3")
                .setEffect(Effect.RETRACT)
                .setWeightMicros(-3_351_375)
                .build();

        JsonNode line = line("millrace.v1.Interaction", interaction.toByteArray());

        assertThat(line.get("key").asText()).isEqualTo("u:3");
        assertThat(line.get("offset").asLong()).isEqualTo(7);
        assertThat(line.get("headers").get("message").asText()).isEqualTo("millrace.v1.Interaction");
        assertThat(line.get("value").toString())
                .isEqualTo("{\"actor\":\"u:3\",\"effect\":\"RETRACT\",\"weight_micros\":\"-3351375\"}");
    }

    @Test
    void jsonStaysAsItIs() {
        String json = "{\"id\":18446744073709551615,\"price\":\"9.50\",\"x\":0.10}";

        assertThat(RecordJson.line(sent(bytes(json)))).endsWith("\"value\":" + json + "}");
    }

    @Test
    void aTombstoneIsNull() throws Exception {
        assertThat(line(null, null).get("value").isNull()).isTrue();
        assertThat(line("millrace.v1.Interaction", null).get("value").isNull()).isTrue();
    }

    @Test
    void whatNobodyCanReadIsShownAsBase64() throws Exception {
        assertThat(line(null, new byte[] {(byte) 0xff, 1})
                        .get("value")
                        .get("base64")
                        .asText())
                .isEqualTo("/wE=");
        assertThat(line("millrace.v1.Unknown", new byte[] {1})
                        .get("value")
                        .get("base64")
                        .asText())
                .isEqualTo("AQ==");
        assertThat(line("millrace.v1.Interaction", new byte[] {(byte) 0xff})
                        .get("value")
                        .get("base64")
                        .asText())
                .isEqualTo("/w==");
    }

    @Test
    void textThatOnlyLooksLikeJsonIsText() throws Exception {
        assertThat(line(null, bytes("{broken")).get("value").asText()).isEqualTo("{broken");
        assertThat(line(null, bytes("{} {}")).get("value").asText()).isEqualTo("{} {}");
    }

    private static JsonNode line(@Nullable String message, byte @Nullable [] value) throws Exception {
        ConsumerRecord<byte[], byte[]> sent = sent(value);
        if (message != null) {
            sent.headers().add("message", bytes(message));
        }
        return new JsonMapper().readTree(RecordJson.line(sent));
    }

    @SuppressWarnings("NullAway") // a tombstone
    private static ConsumerRecord<byte[], byte[]> sent(byte @Nullable [] value) {
        return new ConsumerRecord<>("user.interaction.v1", 2, 7, KEY, value);
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
