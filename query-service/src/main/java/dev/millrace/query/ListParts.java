package dev.millrace.query;

import dev.millrace.query.cache.ListCache;
import dev.millrace.query.config.QueryConfig;
import dev.millrace.query.config.RecallConfig;
import dev.millrace.query.config.WindowClock;
import dev.millrace.query.merge.CurrentWeights;
import dev.millrace.query.rank.LinearScorer;
import dev.millrace.query.recall.BehaviorChannel;
import dev.millrace.query.recall.ContentChannel;
import dev.millrace.query.recall.NewestItems;
import dev.millrace.query.recall.ProfileChannel;
import dev.millrace.query.recall.RecallChannel;
import dev.millrace.query.recall.TrendingChannel;
import dev.millrace.query.recommend.RecommendationPipeline;
import dev.millrace.query.rerank.Diversity;
import dev.millrace.query.rerank.Exploration;
import dev.millrace.query.serve.ListSource;
import dev.millrace.query.serve.NeighbourReader;
import dev.millrace.query.serve.PageItems;
import dev.millrace.query.serve.ParallelRecall;
import dev.millrace.query.serve.PopularItems;
import dev.millrace.query.serve.ProfileReader;
import dev.millrace.query.serve.RecommendService;
import dev.millrace.query.serve.RequestReader;
import dev.millrace.query.serve.SessionService;
import dev.millrace.query.serve.TrendingReader;
import dev.millrace.query.session.SessionChannel;
import dev.millrace.query.session.SessionRecall;
import dev.millrace.query.session.SessionSettings;
import dev.millrace.query.state.AsOf;
import dev.millrace.query.state.StateReader;
import dev.millrace.query.vector.VectorChannel;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.function.LongSupplier;

/// What makes lists, and how it hangs together: reads → channels → pipeline.
final class ListParts {
    final TrendingReader trending;
    final ProfileReader profiles;
    final CurrentWeights weights;
    final RecommendService recommend;
    final ListSource kept;
    final SessionService sessions;

    /// @param executor threads of reads and channels
    ListParts(
            QueryConfig config,
            Replicas replicas,
            StateReader state,
            AsOf asOf,
            Executor executor,
            MeterRegistry registry,
            Clock clock) {
        RecallConfig settings = config.recall();
        LongSupplier windowEndMs =
                config.clock() == WindowClock.REPLAY ? () -> Math.max(1, asOf.highestMs()) : clock::millis;
        trending = new TrendingReader(state, asOf);
        profiles = new ProfileReader(
                state,
                replicas.catalogue,
                new ProfileReader.Settings(
                        settings.halfLife(), settings.visit(), config.ranking().historyItems()),
                windowEndMs);
        weights = new CurrentWeights(config.list().channels());
        SessionSettings comparison = SessionSettings.of(config.sessions());
        SessionRecall visits = new SessionRecall(replicas.sessions, comparison);
        Optional<Executor> threads = settings.parallel() ? Optional.of(executor) : Optional.empty();
        recommend = new RecommendService(new RecommendService.Parts(
                new PageItems(state, replicas.catalogue),
                replicas.catalogue,
                new RequestReader(
                        state,
                        new NeighbourReader(
                                state,
                                replicas.activities,
                                config.ranking().maxNeighbours(),
                                settings.rememberedLists(),
                                registry),
                        profiles,
                        new PopularItems(trending),
                        threads),
                new ParallelRecall(channels(config, replicas, visits), settings.deadlines(), threads, registry),
                new NewestItems(settings.maxScan(), settings.candidates()),
                pipeline(config, replicas),
                config.list().lambda(),
                replicas.sessionContent::completeUntilUs,
                windowEndMs));
        kept = replicas.inputs
                .<ListSource>map(inputs -> new ListCache(
                        recommend,
                        new ListCache.Parts(
                                inputs, replicas.catalogue, config.list().lambda(), weights::get),
                        config.cache(),
                        registry))
                .orElse(recommend);
        sessions = new SessionService(
                new SessionService.Sessions(
                        visits,
                        replicas.sessionContent::completeUntilUs,
                        replicas.sessionReplica::caughtUp,
                        comparison.seen()),
                replicas.catalogue,
                profiles,
                recommend);
    }

    private static List<RecallChannel> channels(QueryConfig config, Replicas replicas, SessionRecall visits) {
        RecallConfig settings = config.recall();
        int limit = settings.candidates();
        return List.of(
                new BehaviorChannel(
                        config.ranking().pairs(), config.ranking().history(), settings.historyWeight(), limit),
                new SessionChannel(visits, replicas.sessionReplica::caughtUp, limit),
                new ProfileChannel(settings.maxScan(), limit),
                new ContentChannel(settings.maxScan(), limit),
                new VectorChannel(replicas.vectors, config.vectors().minSimilarity()),
                new TrendingChannel(limit));
    }

    private RecommendationPipeline pipeline(QueryConfig config, Replicas replicas) {
        RecallConfig settings = config.recall();
        return new RecommendationPipeline(new RecommendationPipeline.Parts(
                replicas.catalogue,
                replicas.statistics::columns,
                weights::get,
                LinearScorer.of(config.list().ranker()),
                new Diversity(config.list().diversity()),
                replicas.vectors::compare,
                new Exploration(config.list().exploration()),
                settings.maxCandidates()));
    }
}
