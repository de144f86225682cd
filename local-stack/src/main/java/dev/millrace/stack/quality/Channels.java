package dev.millrace.stack.quality;

import dev.millrace.query.config.ConfigLoader;
import dev.millrace.query.recall.HistoryRecall;
import dev.millrace.streams.config.StreamsAppConfig;
import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;

/// The channels of the running system, and what they are compared with; fresh for each run.
final class Channels implements AutoCloseable {
    private static final int KNN_NEIGHBOURS = 100;
    private static final int KNN_SHRINKAGE = 10;
    private static final double EASE_LAMBDA = 300;

    private final Path folder;
    private final StreamedNeighbours neighbours;
    private final List<Recommender> all = new ArrayList<>();

    /// What is run.
    ///
    /// @param recall weights of neighbours
    /// @param history newest items that neighbours look at
    /// @param easeItems most taken items that EASE is fitted on; 0 leaves the batch methods out
    record Choice(HistoryRecall recall, int history, int easeItems) {
        /// The defaults of the service.
        static Choice defaults() {
            var ranking = ConfigLoader.load().ranking();
            return new Choice(ranking.history(), ranking.historyItems(), EASE_ITEMS);
        }

        private static final int EASE_ITEMS = 2_500;
    }

    /// @param folder of their state
    /// @param originMs time of the first event
    Channels(Path folder, Choice choice, long originMs) throws IOException {
        this.folder = folder;
        neighbours = neighbours(folder);
        var popular = new Popular(originMs);
        List<Recommender> channels = List.of(
                new NeighbourRecommender(neighbours, choice.recall(), choice.history()),
                new SessionRecommender(
                        ConfigLoader.load().sessions(),
                        StreamsAppConfig.load().topology().bounds().sessionLength()));
        all.addAll(channels);
        all.add(new Blended(channels));
        all.add(popular);
        if (choice.easeItems() > 0) {
            all.add(new ItemKnn(KNN_NEIGHBOURS, KNN_SHRINKAGE));
            all.add(new Ease(choice.easeItems(), EASE_LAMBDA));
        }
    }

    /// Neighbours that have learned nothing, with the settings of the service.
    static StreamedNeighbours neighbours(Path folder) throws IOException {
        delete(folder);
        return new StreamedNeighbours(folder, StreamsAppConfig.load().topology().withPartitions(1));
    }

    List<Recommender> all() {
        return all;
    }

    @Override
    public void close() throws IOException {
        neighbours.close();
        delete(folder);
    }

    /// Deletes a folder and all that is in it.
    static void delete(Path folder) throws IOException {
        if (!Files.exists(folder)) {
            return;
        }
        Files.walkFileTree(folder, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                Files.delete(file);
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult postVisitDirectory(Path visited, IOException failure) throws IOException {
                Files.delete(visited);
                return FileVisitResult.CONTINUE;
            }
        });
    }
}
