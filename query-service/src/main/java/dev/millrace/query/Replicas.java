package dev.millrace.query;

import dev.millrace.contract.store.QueryableStore;
import dev.millrace.contract.topic.Topics;
import dev.millrace.query.cache.ListInputs;
import dev.millrace.query.cache.StoreChanges;
import dev.millrace.query.config.QueryConfig;
import dev.millrace.query.config.SessionsConfig;
import dev.millrace.query.session.SessionContent;
import dev.millrace.query.session.SessionIndex;
import dev.millrace.query.state.CatalogueContent;
import dev.millrace.query.state.CatalogueIndex;
import dev.millrace.query.state.TopicReplica;
import dev.millrace.query.statistics.ActivityIndex;
import dev.millrace.query.statistics.StatisticsContent;
import dev.millrace.query.statistics.StatisticsIndex;
import dev.millrace.query.vector.LiveVectors;
import dev.millrace.query.vector.VectorContent;
import dev.millrace.query.vector.VectorUpkeep;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// What the service has in memory, from compacted topics: the catalogue, statistics and activity of
/// items, sessions, vectors.
final class Replicas implements AutoCloseable {
    /// After which the broker of a log counts as away: twice as long as an idle one lets a fetch wait.
    private static final Duration SILENCE = Duration.ofSeconds(1);

    final CatalogueIndex catalogue;
    final StatisticsIndex statistics;
    final ActivityIndex activities;
    final SessionIndex sessions;
    final SessionContent sessionContent;
    final LiveVectors vectors;
    /// Empty when no list is served again.
    final Optional<ListInputs> inputs;
    final TopicReplica catalogueReplica;
    final TopicReplica statisticsReplica;
    final TopicReplica activityReplica;
    final TopicReplica sessionReplica;
    private final TopicReplica vectorReplica;
    private final VectorUpkeep vectorUpkeep;
    private final List<TopicReplica> changes = new ArrayList<>();
    private final String application;
    private final Duration sharedLag;
    private final QueryService.Consumers consumers;
    private final MeterRegistry registry;

    Replicas(QueryConfig config, QueryService.Consumers consumers, MeterRegistry registry) {
        this.consumers = consumers;
        this.registry = registry;
        application = config.iq().applicationId();
        sharedLag = config.cache().sharedLag();
        catalogue = new CatalogueIndex(config.replica().maxItems());
        catalogueReplica = replica("catalogue", Topics.CATALOGUE.name(), new CatalogueContent(catalogue));
        statistics = new StatisticsIndex(config.replica().maxItems());
        statisticsReplica = replica("statistics", Topics.STATISTICS.name(), new StatisticsContent(statistics));
        activities = new ActivityIndex(config.replica().maxItems());
        activityReplica = replica("activities", QueryableStore.ACTIVITY.changelog(application), activities);
        SessionsConfig settings = config.sessions();
        sessions = new SessionIndex(settings.maxSessions(), config.replica().maxItems(), settings.sample());
        sessionContent = new SessionContent(sessions, Topics.SESSIONS.partitions());
        sessionReplica = replica("sessions", Topics.SESSIONS.name(), sessionContent);
        vectors = new LiveVectors(config.vectors());
        vectorUpkeep = new VectorUpkeep(vectors, config.vectors(), registry);
        vectorReplica = replica("vectors", Topics.VECTORS.name(), new VectorContent(vectors, vectorUpkeep));
        inputs = config.cache().enabled()
                ? Optional.of(new ListInputs(
                        changes("user-changes", QueryableStore.USER_PROFILES),
                        changes("visitor-changes", QueryableStore.VISITOR_PROFILES),
                        changes("neighbour-changes", QueryableStore.NEIGHBOURS),
                        sharedLag))
                : Optional.empty();
    }

    private TopicReplica replica(String name, String topic, TopicReplica.Content content) {
        return new TopicReplica(
                name, topic, TopicReplica.From.BEGINNING, () -> consumers.create(name), content, registry);
    }

    /// The changes of a store from now on.
    private StoreChanges changes(String name, QueryableStore<?> store) {
        StoreChanges content = new StoreChanges(sharedLag);
        TopicReplica replica = new TopicReplica(
                name,
                store.changelog(application),
                TopicReplica.From.END,
                () -> consumers.create(name),
                content,
                registry);
        content.heardBy(() -> replica.heardWithin(SILENCE));
        changes.add(replica);
        return content;
    }

    void start() {
        replicas().forEach(TopicReplica::start);
        vectorUpkeep.start();
    }

    @Override
    public void close() {
        replicas().forEach(TopicReplica::close);
        vectorUpkeep.close();
    }

    private List<TopicReplica> replicas() {
        List<TopicReplica> all = new ArrayList<>(
                List.of(catalogueReplica, statisticsReplica, activityReplica, sessionReplica, vectorReplica));
        all.addAll(changes);
        return all;
    }
}
