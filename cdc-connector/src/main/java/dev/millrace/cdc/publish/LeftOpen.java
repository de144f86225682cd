package dev.millrace.cdc.publish;

import dev.millrace.contract.capture.CapturedSource;
import dev.millrace.contract.topic.HangingTransactions;
import dev.millrace.contract.topic.TopicException;
import dev.millrace.contract.topic.TopicSpec;
import dev.millrace.contract.topic.Topics;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.TopicPartition;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Ends what the broker forgot to end of an engine's transactions ([HangingTransactions]). Else nobody could
/// read behind it, this connector its own offset included.
final class LeftOpen {
    private static final Logger log = LoggerFactory.getLogger(LeftOpen.class);
    private static final Duration PATIENCE = Duration.ofSeconds(15);

    private LeftOpen() {}

    /// After the engine's producer is initialised, before its offset is read. Where Kafka does not let us look,
    /// that is logged, and reading the offset will tell whether it matters.
    static void end(Map<String, String> site, String engine, CapturedSource source) {
        List<String> topics =
                new ArrayList<>(Topics.of(source).stream().map(TopicSpec::name).toList());
        topics.add(Topics.CDC_OFFSETS.name());
        topics.add(Topics.CDC_PURGED.name());
        try (Admin admin = Admin.create(KafkaSettings.admin(site, engine + "-admin"))) {
            List<TopicPartition> aborted = HangingTransactions.abort(admin, engine, topics, PATIENCE);
            if (!aborted.isEmpty()) {
                log.atWarn()
                        .addKeyValue("transactionalId", engine)
                        .addKeyValue("partitions", aborted)
                        .log("the broker had left a transaction open for ever: aborted, its changes are read again");
            }
        } catch (TopicException e) {
            log.atWarn()
                    .addKeyValue("transactionalId", engine)
                    .addKeyValue("reason", e.getMessage())
                    .log("cannot look for transactions that the broker left open");
        }
    }
}
