package dev.millrace.query.vector;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Looks for a snapshot of every model: in the own folder, then with one peer after the other while something is
/// missing. What is refused is said and done without; the topic has everything.
final class SnapshotLoader {
    private static final Logger log = LoggerFactory.getLogger(SnapshotLoader.class);

    private final IndexFactory factory;
    private final int maxModels;
    private final VectorMetrics metrics;

    SnapshotLoader(IndexFactory factory, int maxModels, VectorMetrics metrics) {
        this.factory = factory;
        this.maxModels = maxModels;
        this.metrics = metrics;
    }

    void load(List<SnapshotSource> sources, Consumer<Snapshot> taker) {
        Set<String> loaded = new HashSet<>();
        for (SnapshotSource source : sources) {
            if (isWhole(source, loaded, taker)) {
                return;
            }
        }
    }

    /// Whether the source had snapshots and none was refused.
    private boolean isWhole(SnapshotSource source, Set<String> loaded, Consumer<Snapshot> taker) {
        try {
            List<String> models = source.models();
            boolean isWhole = !models.isEmpty();
            for (String model : models) {
                if (!loaded.contains(model) && loaded.size() < maxModels) {
                    isWhole &= loads(source, model, taker) && loaded.add(model);
                }
            }
            return isWhole;
        } catch (IOException e) {
            log.atInfo()
                    .addKeyValue("source", source.name())
                    .addKeyValue("error", e.getMessage())
                    .log("no snapshots of vectors to be had");
            return false;
        }
    }

    private boolean loads(SnapshotSource source, String model, Consumer<Snapshot> taker) {
        long began = System.nanoTime();
        try (InputStream in = source.open(model)) {
            Snapshot snapshot = Snapshot.read(in, model, factory);
            taker.accept(snapshot);
            metrics.count(VectorMetrics.Snapshots.LOADED);
            log.atInfo()
                    .addKeyValue("source", source.name())
                    .addKeyValue(VectorMetrics.MODEL, model)
                    .addKeyValue("items", snapshot.index().size())
                    .addKeyValue("latencyMs", (System.nanoTime() - began) / 1_000_000)
                    .log("snapshot of vectors loaded");
            return true;
        } catch (IOException e) {
            metrics.count(VectorMetrics.Snapshots.REFUSED);
            log.atWarn()
                    .addKeyValue("source", source.name())
                    .addKeyValue(VectorMetrics.MODEL, model)
                    .addKeyValue("reason", e instanceof EOFException ? "is cut off" : String.valueOf(e.getMessage()))
                    .log("snapshot of vectors refused, the topic is read instead");
            return false;
        }
    }
}
