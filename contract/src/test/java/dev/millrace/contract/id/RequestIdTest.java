package dev.millrace.contract.id;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.UUID;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class RequestIdTest {
    private static final long NOON = 1_773_144_000_000L;

    @Test
    void oursTellWhenTheyWereMade() {
        long before = System.currentTimeMillis();
        RequestId id = RequestId.random();
        assertThat(id.madeAtMs().orElseThrow()).isBetween(before, System.currentTimeMillis());
        assertThat(RequestId.madeAt(NOON).madeAtMs()).hasValue(NOON);
        assertThat(RequestId.madeAt(0).madeAtMs()).hasValue(0);
        assertThat(RequestId.madeAt((1L << 48) - 1).madeAtMs()).hasValue((1L << 48) - 1);
    }

    @Test
    void oursAreUuidsOfVersion7AndOfTheForm() {
        RequestId id = RequestId.madeAt(NOON);
        UUID uuid = UUID.fromString(id.value().substring("req_".length()));
        assertThat(uuid.version()).isEqualTo(7);
        assertThat(uuid.variant()).as("that of RFC 9562").isEqualTo(2);
        assertThat(RequestId.parse(id.value())).hasValue(id);
    }

    @Test
    void oursSortByTime() {
        List<String> made = LongStream.of(1, 255, 256, NOON, NOON + 1, NOON + 65_536, 1L << 47)
                .mapToObj(timeMs -> RequestId.madeAt(timeMs).value())
                .toList();
        List<String> shuffled = new ArrayList<>(made);
        Collections.reverse(shuffled);
        assertThat(shuffled.stream().sorted()).containsExactlyElementsOf(made);
    }

    @Test
    void oursOfOneMomentDiffer() {
        assertThat(Stream.generate(() -> RequestId.madeAt(NOON).value()).limit(10_000))
                .doesNotHaveDuplicates();
    }

    @Test
    void thoseOfClientsTellNoTime() {
        assertThat(Stream.of(
                        "req_ab-1",
                        "req_" + UUID.randomUUID(),
                        "req_019cd7d4-2800-7abc-c123-0123456789ab", // another variant
                        "req_019cd7d4-2800-7abc-8123-0123456789ab0",
                        "req_019cd7d428007abc81230123456789ab"))
                .allSatisfy(text ->
                        assertThat(new RequestId(text).madeAtMs()).as(text).isEmpty());
        assertThat(new RequestId("req_019cd7d4-2800-7abc-8123-0123456789ab").madeAtMs())
                .as("but one that looks like ours does")
                .hasValue(0x019cd7d42800L);
    }
}
