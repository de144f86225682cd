package dev.millrace.stack.cdc;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.contract.capture.SourceDatabase;
import dev.millrace.stack.embedded.InProcessBroker;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import javax.management.ObjectName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Debezium's own counts of events cost a quarter of the binlog's reading: off, unless a site wants them.
final class EventStatisticsIT {
    private static final Duration BEATS = Duration.ofMillis(200);
    private static final String BEAN = "debezium.mysql:type=connector-metrics,context=streaming,server=business";

    @Test
    void theyStandStillUnlessASiteBringsThemBack(@TempDir Path folder) throws Exception {
        try (SourceServer source = SourceServer.start(folder.resolve("mysql"), "SYSTEM");
                InProcessBroker broker = InProcessBroker.start(folder.resolve("kafka"))) {
            OrderTable orders = new OrderTable(source, new TopicReader(broker.bootstrapServers()));

            assertThat(seenWhileThreeOrdersCome(source, broker, orders, 1, Map.of()))
                    .isZero();
            assertThat(seenWhileThreeOrdersCome(
                            source, broker, orders, 2, Map.of("millrace.jmx.event.statistics", "true")))
                    .isGreaterThanOrEqualTo(3);
        }
    }

    private static long seenWhileThreeOrdersCome(
            SourceServer source, InProcessBroker broker, OrderTable orders, int mark, Map<String, String> debezium)
            throws Exception {
        try (RunningConnector connector = RunningConnector.start(
                        broker.bootstrapServers(), source.config(SourceDatabase.BUSINESS, BEATS), debezium)
                .awaitReady()) {
            orders.fill(mark * 10, 3);
            orders.awaitAll(mark);
            return (long) ManagementFactory.getPlatformMBeanServer()
                    .getAttribute(new ObjectName(BEAN), "TotalNumberOfCreateEventsSeen");
        }
    }
}
