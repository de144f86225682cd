package dev.millrace.stack.bench;

import dev.millrace.contract.proto.ItemPairs;
import dev.millrace.stack.quality.ReplayedNeighbours;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.stream.Stream;

/// What neighbours weigh on disk when they are compacted: learned by the processors of the stream from 20,000
/// seeded actors of 20 views each, among 10,000 items of which some are taken much more often than others.
final class PairSize {
    private static final int ACTORS = 20_000;
    private static final String SINCE = "!since";
    private static final int VIEWS = 20;
    private static final int ITEMS = 10_000;
    private static final long SPAN_MS = Duration.ofDays(7).toMillis();

    private final Path folder;

    PairSize(Path folder) {
        this.folder = folder;
    }

    /// Bytes by what they are of.
    Map<String, Double> run(PrintStream out) throws IOException {
        Files.createDirectories(folder);
        try (ReplayedNeighbours learned = ReplayedNeighbours.in(folder)) {
            long nowMs = System.currentTimeMillis();
            for (int actor = 1; actor <= ACTORS; actor++) {
                Random random = new Random(actor);
                for (int view = 0; view < VIEWS; view++) {
                    long item = 1 + (long) (ITEMS * random.nextDouble() * random.nextDouble());
                    learned.view(actor, item, nowMs - SPAN_MS + SPAN_MS * view / VIEWS);
                }
            }
        }
        Counted rows = count("pairs-by-item");
        Counted lists = count("neighbours-by-item");
        Counted activities = count("activity-by-item");
        Counted histories = count("history-by-actor");
        Map<String, Double> figures = new LinkedHashMap<>();
        figures.put("pairs_an_item", (double) rows.pairs / rows.entries);
        figures.put("pair_bytes", (double) rows.bytes / rows.pairs);
        figures.put("item_bytes", (double) (rows.bytes + lists.bytes + activities.bytes) / rows.entries);
        figures.put("actor_bytes", (double) histories.bytes / histories.entries);
        out.printf(
                "neighbours of %d items, %.1f pairs each: %.1f bytes a pair, %.0f an item with its list; %.0f an actor of %d views%n",
                rows.entries,
                figures.get("pairs_an_item"),
                figures.get("pair_bytes"),
                figures.get("item_bytes"),
                figures.get("actor_bytes"),
                VIEWS);
        return figures;
    }

    private static final class Counted {
        private long entries;
        private long pairs;
        private long bytes;
    }

    private Counted count(String store) throws IOException {
        try (Stream<Path> all = Files.walk(folder)) {
            Path place = all.filter(path -> path.endsWith(store))
                    .findFirst()
                    .orElseThrow(() -> new BenchException("no store " + store + " in " + folder));
            Counted counted = new Counted();
            try (CompactedStore db = new CompactedStore(place)) {
                counted.bytes = db.compactedBytes();
                Set<String> pairs = new HashSet<>(); // of the item that stands in the last key
                db.forEach((key, value) -> {
                    boolean sinceThen = new String(key, StandardCharsets.UTF_8).endsWith(SINCE);
                    if (!sinceThen) {
                        counted.pairs += pairs.size();
                        pairs.clear();
                        counted.entries++;
                    }
                    if ("pairs-by-item".equals(store)) {
                        take(value, pairs);
                    }
                });
                counted.pairs += pairs.size();
            }
            return counted;
        }
    }

    /// Takes an entry into account: what has gone since the row was stored as a whole has counts of 0.
    ///
    /// @param entry a format-version byte and the message
    private static void take(byte[] entry, Set<String> pairs) {
        try {
            ItemPairs.parser()
                    .parseFrom(entry, 1, entry.length - 1)
                    .getPairsList()
                    .forEach(pair -> {
                        if (pair.getNext() == 0 && pair.getBefore() == 0) {
                            pairs.remove(pair.getItemId());
                        } else {
                            pairs.add(pair.getItemId());
                        }
                    });
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
