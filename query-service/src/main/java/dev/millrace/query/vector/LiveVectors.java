package dev.millrace.query.vector;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.millrace.contract.id.ItemId;
import dev.millrace.query.config.VectorsConfig;
import dev.millrace.query.rerank.VectorCosine;
import dev.millrace.query.state.TopicReplica.Applied;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/// The vectors of all models in memory, and what is near to what.
///
/// An item has the vector of one model, the last that came. Neighbours of an item are looked up once and kept until
/// vectors of its model change.
///
/// **Threads:** one changes (the replica's), one rebuilds ([VectorUpkeep]), any number ask and wait for neither.
public final class LiveVectors {
    private final VectorsConfig config;
    private final IndexFactory factory;
    private final Map<String, ModelVectors> models = new ConcurrentHashMap<>();
    private final Cache<ItemId, Known> known;
    private volatile boolean isComplete;
    private volatile boolean isRestored;

    /// Neighbours of an item as they were.
    private record Known(ModelVectors model, long generation, Nearest hits) {}

    public LiveVectors(VectorsConfig config) {
        this.config = config;
        factory = IndexFactory.of(config.index(), config.maxItems());
        known = Caffeine.newBuilder()
                .maximumSize(config.memoisedItems())
                .executor(Runnable::run) // its upkeep is short: to wake another thread costs more
                .build();
    }

    /// The items nearest to `id` by the vectors of its model, best first, without itself; empty when it has none.
    Nearest neighbours(ItemId id) {
        for (ModelVectors model : models.values()) {
            long generation = model.generation(); // asked first: what changes during the search makes it old
            Known before = known.getIfPresent(id);
            if (before != null && before.model() == model && before.generation() == generation) {
                return before.hits();
            }
            Optional<float[]> vector = model.index().find(id);
            if (vector.isPresent()) {
                Nearest hits = new Nearest(model.index().nearest(vector.get(), config.neighbours() + 1).stream()
                        .filter(hit -> !hit.id().equals(id))
                        .limit(config.neighbours())
                        .toList());
                known.put(id, new Known(model, generation, hits));
                return hits;
            }
        }
        return Nearest.NONE;
    }

    /// Whether answers mean something: the topic has been read, or a snapshot of it.
    public boolean isReady() {
        return isComplete || isRestored;
    }

    /// Items of all models.
    public int size() {
        return models.values().stream().mapToInt(ModelVectors::size).sum();
    }

    Collection<ModelVectors> models() {
        return models.values();
    }

    Optional<ModelVectors> model(String name) {
        return Optional.ofNullable(models.get(name));
    }

    IndexFactory factory() {
        return factory;
    }

    boolean isComplete() {
        return isComplete;
    }

    /// Takes over what a snapshot holds, before anything else is known of its model.
    void restore(Snapshot snapshot) {
        models.put(
                snapshot.model(), new ModelVectors(snapshot.model(), snapshot.dimension(), factory, snapshot.index()));
        isRestored = true;
    }

    /// Sets an item's vector.
    Applied put(ItemId id, String model, float[] vector) {
        ModelVectors own = models.get(model);
        if (own != null && own.dimension() != vector.length && own.isUnconfirmed()) {
            models.remove(model); // another model of that name wrote the snapshot
            own = null;
        }
        if (own == null) {
            if (models.size() >= config.maxModels()) {
                return Applied.REFUSED;
            }
            own = new ModelVectors(model, vector.length, factory, factory.create(IndexKind.EXACT, vector.length, 0));
            models.put(model, own);
        }
        if (own.dimension() != vector.length) {
            return Applied.UNREADABLE;
        }
        forget(id, own);
        if (!own.contains(id) && size() >= config.maxItems()) {
            return Applied.REFUSED;
        }
        own.put(id, vector);
        return Applied.TAKEN;
    }

    /// Compares these items by their vectors; those of different models not at all.
    public VectorCosine compare(List<ItemId> items) {
        VectorCosine[] each = models.values().stream()
                .map(model -> model.index().compare(items))
                .toArray(VectorCosine[]::new);
        return switch (each.length) {
            case 0 -> VectorCosine.NONE;
            case 1 -> each[0];
            default ->
                (left, right) -> {
                    double cosine = Double.NaN;
                    for (int model = 0; model < each.length && Double.isNaN(cosine); model++) {
                        cosine = each[model].of(left, right);
                    }
                    return cosine;
                };
        };
    }

    /// Forgets an item.
    void remove(ItemId id) {
        models.values().forEach(model -> model.remove(id));
    }

    private void forget(ItemId id, ModelVectors butOf) {
        models.values().stream().filter(model -> model != butOf).forEach(model -> model.remove(id));
    }

    /// Makes memoised neighbours out of date where something has changed.
    void publish() {
        models.values().forEach(ModelVectors::publish);
    }

    /// Everything in the topic has been told; returns how many items of snapshots were not.
    int complete() {
        int gone = models.values().stream().mapToInt(ModelVectors::sweep).sum();
        isComplete = true;
        return gone;
    }

    /// Forgets everything: the log begins anew.
    void clear() {
        isComplete = false;
        isRestored = false;
        models.clear();
        known.invalidateAll();
    }
}
