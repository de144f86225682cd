package dev.millrace.query.cache;

import dev.millrace.contract.id.Actor;
import dev.millrace.contract.id.ItemId;
import dev.millrace.contract.id.RequestId;
import dev.millrace.contract.topic.Partitions;
import dev.millrace.query.config.CacheConfig;
import dev.millrace.query.merge.Channel;
import dev.millrace.query.merge.ChannelWeights;
import dev.millrace.query.merge.Merged;
import dev.millrace.query.recall.Candidate;
import dev.millrace.query.recall.Item;
import dev.millrace.query.recommend.Recommendation;
import dev.millrace.query.rerank.Lambda;
import dev.millrace.query.serve.Degradation;
import dev.millrace.query.serve.ListAnswer;
import dev.millrace.query.serve.ListRequest;
import dev.millrace.query.support.Items;
import dev.millrace.query.support.ListCatalogue;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.BeforeEach;

/// A cache before a source that counts its lists; each names another score, so that it can be told which list was
/// served.
abstract class CountedLists {
    static final Actor USER = new Actor.User(7);
    static final ItemId PAGE = ItemId.dataset(1);
    static final Duration LAG = Duration.ofSeconds(1);

    final SimpleMeterRegistry registry = new SimpleMeterRegistry();
    long nanos = 1_000_000_000_000L;
    final StoreChanges users = new StoreChanges(LAG, () -> nanos);
    final StoreChanges visitors = new StoreChanges(LAG, () -> nanos);
    final StoreChanges neighbours = new StoreChanges(LAG, () -> nanos);
    final List<Item> items = new ArrayList<>(LongStream.rangeClosed(1, 5)
            .mapToObj(number -> Items.of(Items.dataset(number).build()))
            .toList());
    final AtomicInteger made = new AtomicInteger();
    Supplier<ListAnswer> source = () -> list(Set.of());
    ChannelWeights weights = ChannelWeights.DEFAULT;
    long offset = 10;
    final ListCache cache = new ListCache(
            _ -> source.get(),
            new ListCache.Parts(
                    new ListInputs(users, visitors, neighbours, LAG),
                    new ListCatalogue(items),
                    Lambda.DEFAULT,
                    () -> weights),
            new CacheConfig(
                    true,
                    1 << 20,
                    Duration.ofSeconds(10),
                    Duration.ofSeconds(20),
                    0,
                    LAG,
                    Duration.ofMinutes(1),
                    Duration.ofSeconds(30)),
            registry,
            () -> nanos);

    @BeforeEach
    void follow() {
        for (StoreChanges changes : List.of(users, visitors, neighbours)) {
            for (int partition = 0; partition < 4; partition++) {
                changes.from(partition, 0);
            }
            changes.caughtUp();
        }
    }

    /// The next list: items 2 and 3.
    ListAnswer list(Set<Degradation> degraded) {
        double score = 1.0 / made.incrementAndGet();
        List<Recommendation> list = IntStream.of(2, 3)
                .mapToObj(number -> new Recommendation(
                        number - 1,
                        items.get(number - 1),
                        score,
                        "content",
                        Merged.alone(
                                Channel.CONTENT,
                                new Candidate(ItemId.dataset(number).code(), 1)),
                        false,
                        1,
                        new float[0]))
                .toList();
        return new ListAnswer(list, "test-1", false, OptionalLong.empty(), degraded, Optional.empty());
    }

    static ListRequest request(Optional<Actor> actor, String endpoint, String device) {
        return new ListRequest(
                endpoint,
                Optional.of(PAGE),
                actor,
                EnumSet.allOf(ItemId.Kind.class),
                Set.of(),
                10,
                "unknown",
                device,
                true,
                Optional.of(RequestId.random()));
    }

    ListAnswer ask() {
        return cache.answer(request(Optional.of(USER), "detail", "desktop"));
    }

    void change(StoreChanges changes, String key) {
        int partition = Partitions.of(key);
        changes.apply(new ConsumerRecord<>("log", partition, offset++, key, new byte[0]));
    }

    double count(String name, String tag, String value) {
        return registry.get(name).tag(tag, value).counters().stream()
                .mapToDouble(counter -> counter.count())
                .sum();
    }
}
