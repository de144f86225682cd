package dev.millrace.contract.topic;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.contract.id.RequestId;
import java.nio.charset.StandardCharsets;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.kafka.clients.producer.internals.BuiltInPartitioner;
import org.junit.jupiter.api.Test;

class PartitionsTest {

    @Test
    void aKeyIsWhereKafkasProducerPutsIt() {
        Stream<String> ids = IntStream.range(0, 500).mapToObj(i -> "ds:" + i);
        Stream<String> requests =
                Stream.generate(() -> RequestId.random().value()).limit(500);
        Stream.of(ids, requests, Stream.of("", "h:5f0c", "数据"))
                .flatMap(keys -> keys)
                .forEach(key -> {
                    byte[] bytes = key.getBytes(StandardCharsets.UTF_8);
                    for (int count : new int[] {1, 4, 7}) {
                        assertThat(Partitions.of(key, count))
                                .as("%s among %d", key, count)
                                .isEqualTo(BuiltInPartitioner.partitionForKey(bytes, count));
                    }
                });
    }
}
