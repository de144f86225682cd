package dev.millrace.streams.ingest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.millrace.contract.capture.SourceTable;
import dev.millrace.contract.topic.Partitions;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EnvelopeReaderTest {
    private static final int PARTITIONS = 4;
    private static final int HERE = Partitions.of("ds:7", PARTITIONS);
    private static final long ELSEWHERE = elsewhere();

    private final EnvelopeReader reader = new EnvelopeReader(PARTITIONS);

    @Test
    void aChangeHasItsImagesAndItsPlaceInTheBinlog() {
        RowChange change = read("u", row("7"), row("7"));

        assertThat(change.before()).isPresent();
        assertThat(change.after().orElseThrow().id("id")).isEqualTo(1);
        assertThat(change.position().getFile()).isEqualTo("binlog.000003");
        assertThat(change.position().getOffset()).isEqualTo(154);
        assertThat(change.position().getCommitTimeUs()).isEqualTo(1_700_000_000_000_001L);
        assertThat(change.position().getSnapshot()).isFalse();
        assertThat(read("r", "null", row("7")).position().getSnapshot()).isTrue();
    }

    @Test
    void aRowThatLeftThePartitionIsGoneHere() {
        assertThat(read("u", row("7"), row(String.valueOf(ELSEWHERE))).after()).isEmpty();
        assertThat(read("u", row(String.valueOf(ELSEWHERE)), row("7")).after()).isPresent();
        assertThat(read("u", row("7"), row("null")).after())
                .as("a row that lost its route")
                .isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "unknown-operation|t|null|null",
                "row-image-missing|c|null|null",
                "row-image-missing|d|null|null",
                "column-missing|c|null|{\"id\":1}",
                "column-not-a-number|c|null|{\"id\":1,\"dataset_id\":\"x\"}"
            })
    void whatCannotBeUsedIsToldWithItsPlace(String reason, String op, String before, String after) {
        BadRowException problem = catchThrowableOfType(BadRowException.class, () -> read(op, before, after));

        assertThat(problem.reason()).isEqualTo(reason);
        assertThat(problem.position().getFile()).isEqualTo("binlog.000003");
        assertThat(problem.position().getDatabase()).as("whose binlog it is").isEqualTo("orders");
        assertThat(problem.position().getOffset()).isEqualTo(154);
    }

    @Test
    void aRowInAForeignPartitionIsRefusedWithItsPlace() {
        BadRowException problem =
                catchThrowableOfType(BadRowException.class, () -> read("c", "null", row(String.valueOf(ELSEWHERE))));

        assertThat(problem.reason()).isEqualTo("wrong-partition");
        assertThat(problem.position().getFile()).isEqualTo("binlog.000003");
        assertThat(problem.position().getDatabase()).as("whose binlog it is").isEqualTo("orders");
    }

    @Test
    void whatIsNotJsonIsRefused() {
        var origin = new RowChange.Origin("topic", HERE, 9);
        BadRowException problem = catchThrowableOfType(
                BadRowException.class,
                () -> reader.read(
                        SourceTable.ORDER_TAB, "orders", "{\"before\":".getBytes(StandardCharsets.UTF_8), origin));

        assertThat(problem.reason()).isEqualTo("unreadable-json");
    }

    private RowChange read(String op, String before, String after) {
        String json = """
                {"before":%s,"after":%s,"op":"%s","source":{"ts_us":1700000000000001,"ts_ms":1700000000000,\
                "file":"binlog.000003","pos":154,"row":2}}""".formatted(before, after, op);
        return reader.read(
                SourceTable.ORDER_TAB,
                "orders",
                json.getBytes(StandardCharsets.UTF_8),
                new RowChange.Origin("topic", HERE, 9));
    }

    private static String row(String dataset) {
        return "{\"id\":1,\"dataset_id\":" + dataset + "}";
    }

    private static long elsewhere() {
        long item = 8;
        while (Partitions.of("ds:" + item, PARTITIONS) == HERE) {
            item++;
        }
        return item;
    }
}
