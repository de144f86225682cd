package dev.millrace.cdc.publish;

import dev.millrace.cdc.config.CdcConfig;
import dev.millrace.cdc.config.DatabaseConfig;
import dev.millrace.contract.topic.TopicAdmin;
import dev.millrace.contract.topic.TopicSpec;
import dev.millrace.contract.topic.Topics;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import org.apache.kafka.clients.admin.Admin;

/// The topics that a connector needs before its first record; tables that a database lacks have theirs too.
public final class CdcTopics {
    private CdcTopics() {}

    /// Creates what is missing and checks the rest.
    ///
    /// @throws dev.millrace.contract.topic.TopicException when Kafka is silent or partitions differ
    public static void ensure(CdcConfig config) {
        List<TopicSpec> specs = new ArrayList<>(Topics.domain());
        specs.add(Topics.CDC_OFFSETS);
        for (DatabaseConfig database : config.databases()) {
            specs.addAll(Topics.rawTopics(database.role(), database.name(), database.tablePrefix()));
            specs.add(Topics.schemaHistory(database.role()));
        }
        try (Admin admin = Admin.create(new HashMap<>(config.kafka()))) {
            TopicAdmin.ensure(
                    admin, specs, config.replicationFactor(), config.capture().startTimeout());
        }
    }
}
