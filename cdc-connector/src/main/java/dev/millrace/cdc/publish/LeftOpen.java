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
import java.util.Optional;
import org.apache.kafka.common.TopicPartition;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Ends what the broker forgot to end of an engine's transactions ([HangingTransactions]). Else nobody could
/// read behind it, this connector its own offset included. Where Kafka does not let us look, that is logged,
/// and reading the offset will tell whether it matters.
final class LeftOpen {
    private static final Logger log = LoggerFactory.getLogger(LeftOpen.class);
    private static final Duration PATIENCE = Duration.ofSeconds(15);

    private final String engine;
    private final Optional<HangingTransactions> transactions;

    private LeftOpen(String engine, Optional<HangingTransactions> transactions) {
        this.engine = engine;
        this.transactions = transactions;
    }

    /// Before the engine's producer is initialised.
    static LeftOpen look(Map<String, String> site, String engine) {
        try {
            return new LeftOpen(
                    engine,
                    Optional.of(
                            HangingTransactions.look(KafkaSettings.admin(site, engine + "-admin"), engine, PATIENCE)));
        } catch (TopicException e) {
            cannot(engine, e);
            return new LeftOpen(engine, Optional.empty());
        }
    }

    /// Behind that, before its offset is read.
    void end(CapturedSource source) {
        List<String> topics =
                new ArrayList<>(Topics.of(source).stream().map(TopicSpec::name).toList());
        topics.add(Topics.CDC_OFFSETS.name());
        topics.add(Topics.CDC_PURGED.name());
        try {
            List<TopicPartition> ended = transactions
                    .map(all -> all.end(topics, Topics.CDC_OFFSETS.name(), PATIENCE))
                    .orElse(List.of());
            if (!ended.isEmpty()) {
                log.atWarn()
                        .addKeyValue("transactionalId", engine)
                        .addKeyValue("partitions", ended)
                        .log("the broker had left a transaction open for ever: ended it");
            }
        } catch (TopicException e) {
            cannot(engine, e);
        }
    }

    private static void cannot(String engine, TopicException e) {
        log.atWarn()
                .addKeyValue("transactionalId", engine)
                .addKeyValue("reason", e.getMessage())
                .log("cannot look for transactions that the broker left open");
    }
}
