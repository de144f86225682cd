package dev.millrace.query;

import dev.millrace.contract.store.QueryableStore;
import dev.millrace.contract.topic.Topics;
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
import java.util.List;

/// What the service has in memory, from compacted topics: the catalogue, statistics and activity of
/// items, sessions, vectors.
final class Replicas implements AutoCloseable {
    final CatalogueIndex catalogue;
    final StatisticsIndex statistics;
    final ActivityIndex activities;
    final SessionIndex sessions;
    final SessionContent sessionContent;
    final LiveVectors vectors;
    final TopicReplica catalogueReplica;
    final TopicReplica statisticsReplica;
    final TopicReplica activityReplica;
    final TopicReplica sessionReplica;
    private final TopicReplica vectorReplica;
    private final VectorUpkeep vectorUpkeep;
    private final QueryService.Consumers consumers;
    private final MeterRegistry registry;

    Replicas(QueryConfig config, QueryService.Consumers consumers, MeterRegistry registry) {
        this.consumers = consumers;
        this.registry = registry;
        catalogue = new CatalogueIndex(config.replica().maxItems());
        catalogueReplica = replica("catalogue", Topics.CATALOGUE.name(), new CatalogueContent(catalogue));
        statistics = new StatisticsIndex(config.replica().maxItems());
        statisticsReplica = replica("statistics", Topics.STATISTICS.name(), new StatisticsContent(statistics));
        activities = new ActivityIndex(config.replica().maxItems());
        activityReplica = replica(
                "activities", QueryableStore.ACTIVITY.changelog(config.iq().applicationId()), activities);
        SessionsConfig settings = config.sessions();
        sessions = new SessionIndex(settings.maxSessions(), config.replica().maxItems(), settings.sample());
        sessionContent = new SessionContent(sessions, Topics.SESSIONS.partitions());
        sessionReplica = replica("sessions", Topics.SESSIONS.name(), sessionContent);
        vectors = new LiveVectors(config.vectors());
        vectorUpkeep = new VectorUpkeep(vectors, config.vectors(), registry);
        vectorReplica = replica("vectors", Topics.VECTORS.name(), new VectorContent(vectors, vectorUpkeep));
    }

    private TopicReplica replica(String name, String topic, TopicReplica.Content content) {
        return new TopicReplica(name, topic, () -> consumers.create(name), content, registry);
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
        return List.of(catalogueReplica, statisticsReplica, activityReplica, sessionReplica, vectorReplica);
    }
}
