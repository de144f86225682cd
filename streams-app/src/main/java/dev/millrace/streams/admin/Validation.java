package dev.millrace.streams.admin;

import dev.millrace.contract.proto.ActionMeaning;
import dev.millrace.contract.proto.CatalogueItem;
import dev.millrace.contract.proto.DeadLetter;
import dev.millrace.contract.proto.Interaction;
import dev.millrace.contract.proto.ItemStatistics;
import dev.millrace.contract.proto.LoginOwner;
import dev.millrace.contract.proto.SessionItems;
import dev.millrace.contract.serde.ProtoSerde;
import dev.millrace.contract.topic.TopicSpec;
import dev.millrace.contract.topic.Topics;
import dev.millrace.streams.config.StreamsAppConfig;
import java.io.PrintStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.Config;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.common.config.ConfigResource;

/// `validate`: whether streams-app could run here: its settings (read before this), the topics it reads and
/// writes, their partitions and clean-up, and whether it can read their newest records: public ones by
/// schema, those of its stores by their format. Changes nothing.
public final class Validation {
    private static final Duration PATIENCE = Duration.ofSeconds(10);
    private static final String CLEANUP = "cleanup.policy";
    private static final Map<String, ProtoSerde<?>> SCHEMAS = Map.of(
            Topics.CATALOGUE.name(), ProtoSerde.plain(CatalogueItem.parser()),
            Topics.INTERACTIONS.name(), ProtoSerde.plain(Interaction.parser()),
            Topics.STATISTICS.name(), ProtoSerde.plain(ItemStatistics.parser()),
            Topics.SESSIONS.name(), ProtoSerde.plain(SessionItems.parser()),
            Topics.ACTIONS.name(), ProtoSerde.plain(ActionMeaning.parser()),
            Topics.LOGINS.name(), ProtoSerde.plain(LoginOwner.parser()),
            Topics.DEAD_LETTERS.name(), ProtoSerde.plain(DeadLetter.parser()));

    private final StreamsAppConfig config;
    private final Admin admin;
    private final Supplier<? extends Consumer<byte[], byte[]>> consumers;

    /// @param consumers of what is committed, without a group
    public Validation(StreamsAppConfig config, Admin admin, Supplier<? extends Consumer<byte[], byte[]>> consumers) {
        this.consumers = consumers;
        this.config = config;
        this.admin = admin;
    }

    /// Prints each finding.
    ///
    /// @return exit code: 0 when there is none
    public int run(PrintStream out) throws InterruptedException {
        List<String> findings;
        try {
            findings = findings();
        } catch (ExecutionException | TimeoutException e) {
            findings = List.of("no answer from Kafka at " + config.kafka().get("bootstrap.servers") + ": "
                    + (e.getCause() == null
                            ? "time-out, " + e.getMessage()
                            : e.getCause().getMessage()));
        }
        findings.forEach(out::println);
        out.println(findings.isEmpty() ? "streams-app can run with these settings" : findings.size() + " findings");
        return findings.isEmpty() ? 0 : 1;
    }

    private List<String> findings() throws ExecutionException, InterruptedException, TimeoutException {
        Set<TopicSpec> specs = new LinkedHashSet<>(Topics.domain());
        config.topology().sources().forEach(source -> specs.addAll(Topics.of(source)));
        Set<String> there = admin.listTopics().names().get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
        List<String> findings = new ArrayList<>();
        List<TopicSpec> known = new ArrayList<>();
        for (TopicSpec spec : specs) {
            if (there.contains(spec.name())) {
                known.add(spec);
            } else {
                findings.add("topic " + spec.name() + " is missing: the first start creates it");
            }
        }
        List<String> names = known.stream().map(TopicSpec::name).toList();
        Map<String, TopicDescription> described =
                admin.describeTopics(names).allTopicNames().get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
        Map<ConfigResource, Config> configs = admin.describeConfigs(names.stream()
                        .map(name -> new ConfigResource(ConfigResource.Type.TOPIC, name))
                        .toList())
                .all()
                .get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
        for (TopicSpec spec : known) {
            partitions(spec, described.get(spec.name()), findings);
            cleanup(spec, configs.get(new ConfigResource(ConfigResource.Type.TOPIC, spec.name())), findings);
        }
        try (Consumer<byte[], byte[]> consumer = consumers.get()) {
            findings.addAll(new RecordFormats(consumer, config.applicationId()).findings(SCHEMAS, there));
        }
        return findings;
    }

    private static void partitions(
            TopicSpec spec, @org.jspecify.annotations.Nullable TopicDescription found, List<String> findings) {
        int partitions = found == null ? 0 : found.partitions().size();
        if (partitions != spec.partitions()) {
            findings.add("topic %s has %d partitions, the contract needs %d: keys would be sought where they are not;"
                            .formatted(spec.name(), partitions, spec.partitions())
                    + " recreate it and reset");
        }
    }

    private static void cleanup(
            TopicSpec spec, @org.jspecify.annotations.Nullable Config found, List<String> findings) {
        String wanted = spec.config().getOrDefault(CLEANUP, "");
        ConfigEntry entry = found == null ? null : found.get(CLEANUP);
        if (!wanted.isEmpty() && entry != null && !wanted.equals(entry.value())) {
            findings.add(
                    "topic %s has %s=%s, the contract wants %s".formatted(spec.name(), CLEANUP, entry.value(), wanted));
        }
    }
}
