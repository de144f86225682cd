package dev.millrace.cdc.publish;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.millrace.cdc.CdcException;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.junit.jupiter.api.Test;

class KafkaSettingsTest {

    @Test
    void a_longer_request_timeout_of_all_clients_leaves_the_producer_valid() {
        Map<String, Object> settings =
                producer(Map.of("request.timeout.ms", "30000", "transaction.timeout.ms", "60000"));

        assertThat(settings).containsEntry("request.timeout.ms", 9_000).containsEntry("transaction.timeout.ms", 10_000);
        new KafkaProducer<>(settings).close();
    }

    @Test
    void neither_does_a_long_linger_break_it() {
        new KafkaProducer<>(producer(Map.of("linger.ms", "60000"))).close();
    }

    @Test
    void shorter_ones_stay() {
        assertThat(producer(Map.of("request.timeout.ms", "2000"))).containsEntry("request.timeout.ms", 2_000);
    }

    @Test
    void a_timeout_that_is_no_number_is_named() {
        assertThatThrownBy(() -> producer(Map.of("request.timeout.ms", "5s")))
                .isInstanceOf(CdcException.class)
                .hasMessage("kafka.request.timeout.ms must be a whole number, got '5s'");
    }

    private static Map<String, Object> producer(Map<String, String> site) {
        Map<String, String> all = new HashMap<>(site);
        all.put("bootstrap.servers", "127.0.0.1:9");
        return KafkaSettings.producer(all, "engine");
    }
}
