package dev.millrace.query.exposure;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;

class ExposureProducersTest {

    @Test
    void theSiteDecidesExceptWhereTheLogDependsOnIt() {
        Map<String, Object> settings = ExposureProducers.settings(Map.of(
                "bootstrap.servers", "a:1",
                "security.protocol", "SASL_SSL",
                "sasl.jaas.config", "words",
                "compression.type", "zstd",
                "client.id", "shop",
                "acks", "1",
                "max.in.flight.requests.per.connection", "5",
                "delivery.timeout.ms", "1000",
                "transactional.id", "shop",
                "interceptor.classes", "of.a.Consumer"));
        assertThat(settings)
                .containsEntry("bootstrap.servers", "a:1")
                .containsEntry("security.protocol", "SASL_SSL")
                .containsEntry("sasl.jaas.config", "words")
                .containsEntry("compression.type", "zstd")
                .containsEntry("client.id", "shop-exposures")
                .containsEntry("enable.idempotence", true)
                .containsEntry("acks", "all")
                .containsEntry("max.in.flight.requests.per.connection", 1)
                .containsEntry("delivery.timeout.ms", Integer.MAX_VALUE)
                .containsEntry("max.block.ms", Long.MAX_VALUE)
                .doesNotContainKeys("transactional.id", "interceptor.classes");
    }

    @Test
    void aKeyDecidesAboutItsPartition() {
        Map<String, Object> settings = ExposureProducers.settings(Map.of(
                "partitioner.ignore.keys", "true",
                "partitioner.class", "of.the.Site"));
        assertThat(settings).containsEntry("partitioner.ignore.keys", false).doesNotContainKey("partitioner.class");
    }

    @Test
    void aProducerCanBeMadeOfThem() {
        ExposureProducers.create(Map.of("bootstrap.servers", "127.0.0.1:1")).close(java.time.Duration.ZERO);
    }
}
