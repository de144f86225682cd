package dev.millrace.cdc.publish;

import dev.millrace.cdc.config.CdcConfig;
import dev.millrace.cdc.config.DatabaseConfig;
import dev.millrace.contract.topic.TopicAdmin;
import dev.millrace.contract.topic.TopicSpec;
import dev.millrace.contract.topic.Topics;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.Set;
import org.apache.kafka.clients.admin.Admin;

/// The topics that a connector needs before its first record; tables that a database lacks have theirs too.
public final class CdcTopics {
    private CdcTopics() {}

    /// Creates what is missing and checks the rest.
    ///
    /// @throws dev.millrace.contract.topic.TopicException when Kafka is silent or partitions differ
    public static void ensure(CdcConfig config) {
        Set<TopicSpec> specs = new LinkedHashSet<>(Topics.domain());
        specs.add(Topics.CDC_OFFSETS);
        specs.add(Topics.CDC_PURGED);
        for (DatabaseConfig database : config.databases()) {
            specs.addAll(Topics.of(database.source()));
            specs.add(Topics.schemaHistory(database.source().name()));
        }
        try (Admin admin = Admin.create(new HashMap<>(config.kafka()))) {
            TopicAdmin.ensure(
                    admin, specs, config.replicationFactor(), config.capture().startTimeout());
        }
    }
}
