package dev.millrace.stack.bench;

import dev.millrace.contract.id.ItemId;
import dev.millrace.query.config.SessionsConfig;
import dev.millrace.query.recall.Candidate;
import dev.millrace.query.session.SessionIndex;
import dev.millrace.query.session.SessionRecall;
import dev.millrace.query.session.SessionSettings;
import dev.millrace.stack.load.ClickStream;
import java.io.PrintStream;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.function.Predicate;

/// What a session answer costs with a million sessions in the index, what a click costs that changes it, and what a
/// million sessions weigh. On a smaller set the answers have to be those of a scan of all sessions.
final class SessionsBench {
    private static final int SESSIONS = 1_000_000;
    private static final int ITEMS = 100_000;
    private static final int SCANNED = 20_000;
    private static final int SCANS = 200;
    private static final int WARM_UP = 10_000;
    private static final int ANSWERS = 20_000;
    private static final int LIMIT = 20;
    private static final int AT_ONCE = 500;
    private static final double NANOS_A_MICRO = 1e3;
    private static final double NANOS_A_SECOND = 1e9;
    private static final double BYTES_A_MIB = 1 << 20;

    private final SessionsConfig config;
    private final SessionSettings settings;
    private final Path sets;
    private final PrintStream out;
    private final ThreadMXBean threads = ManagementFactory.getThreadMXBean();
    private final Map<String, Double> figures = new LinkedHashMap<>();

    /// @param config the defaults of the service
    /// @param sets folder of the public data sets
    SessionsBench(SessionsConfig config, Path sets, PrintStream out) {
        this.config = config;
        this.settings = SessionSettings.of(config);
        this.sets = sets;
        this.out = out;
    }

    /// @throws BenchException when an answer is wrong
    Map<String, Double> run() {
        out.printf("%s, lists of %d items%n", settings, LIMIT);
        compareWithScan();
        million();
        Path eshop = sets.resolve("eshop-clickstream");
        if (ClickStream.isIn(eshop)) {
            eshop(eshop);
        } else {
            out.println("skipped: no eshop-clickstream in " + sets);
        }
        return figures;
    }

    private void compareWithScan() {
        SeededSessions seeded = new SeededSessions(ITEMS / 10);
        List<List<ItemId>> sessions = new ArrayList<>();
        SessionIndex index = index();
        for (int number = 1; number <= SCANNED; number++) {
            sessions.add(seeded.next());
            index.put(number, number, sessions.getLast());
        }
        index.publish();
        SessionScan scan = SessionScan.of(sessions);
        SessionRecall recall = new SessionRecall(index, settings);
        List<Double> micros = new ArrayList<>();
        for (int i = 0; i < SCANS; i++) {
            List<ItemId> next = seeded.next();
            List<ItemId> path = next.subList(Math.max(0, next.size() - settings.length()), next.size());
            long began = threads.getCurrentThreadCpuTime();
            List<ItemId> expected = scan.recall(path, settings, LIMIT);
            micros.add((threads.getCurrentThreadCpuTime() - began) / NANOS_A_MICRO);
            List<ItemId> found = recall.recall(path, _ -> true, LIMIT).stream()
                    .map(Candidate::id)
                    .toList();
            if (!found.equals(expected)) {
                throw new BenchException("for %s the index says %s, a scan %s".formatted(path, found, expected));
            }
        }
        figures.put("equal_answers", (double) SCANS);
        figures.put("scan_20k_p50_us", new Percentiles(micros).at(50));
        out.printf(
                "%d answers equal to those of a scan of %d sessions, which took p50 %.0f us%n",
                SCANS, SCANNED, new Percentiles(micros).at(50));
    }

    private void million() {
        SeededSessions seeded = new SeededSessions(ITEMS);
        double before = heap();
        SessionIndex index = index();
        long items = 0;
        long began = threads.getCurrentThreadCpuTime();
        for (int number = 1; number <= SESSIONS; number++) {
            List<ItemId> session = seeded.next();
            items += session.size();
            index.put(number, number, session);
            if (number % AT_ONCE == 0) {
                index.publish();
            }
        }
        index.publish();
        double seconds = (threads.getCurrentThreadCpuTime() - began) / NANOS_A_SECOND;
        double bytes = heap() - before;
        figures.put("items_per_session", (double) items / SESSIONS);
        figures.put("load_cpu_s_per_million", seconds);
        figures.put("heap_mib_per_million", bytes / BYTES_A_MIB);
        out.printf(
                "%d sessions of %.1f items: %.0f MiB, read in %.1f s of processor time%n",
                SESSIONS, (double) items / SESSIONS, bytes / BYTES_A_MIB, seconds);
        ask("million", index, () -> seeded.next(), SESSIONS);
    }

    private void eshop(Path folder) {
        Map<Integer, LinkedHashSet<ItemId>> sessions = new LinkedHashMap<>();
        for (ClickStream.Click click : ClickStream.read(folder)) {
            sessions.computeIfAbsent(click.session(), _ -> new LinkedHashSet<>())
                    .add(ItemId.dataset(click.item()));
        }
        SessionIndex index = index();
        List<List<ItemId>> all = new ArrayList<>();
        for (LinkedHashSet<ItemId> session : sessions.values()) {
            all.add(List.copyOf(session));
            index.put(all.size(), all.size(), all.getLast());
        }
        index.publish();
        List<List<ItemId>> askers =
                all.stream().filter(session -> session.size() > 1).toList();
        Random random = new Random(1);
        ask("eshop", index, () -> askers.get(random.nextInt(askers.size())), all.size());
    }

    /// Every question comes behind the click that it is about: the visitor's session has it.
    private void ask(String name, SessionIndex index, java.util.function.Supplier<List<ItemId>> askers, int newest) {
        SessionRecall recall = new SessionRecall(index, settings);
        Set<ItemId> sellable = new HashSet<>();
        for (long number = 1; number <= ITEMS; number++) {
            sellable.add(ItemId.dataset(number));
        }
        Predicate<ItemId> shown = sellable::contains;
        List<Double> answers = new ArrayList<>();
        List<Double> clicks = new ArrayList<>();
        Random random = new Random(2);
        long found = 0;
        for (int i = 0; i < WARM_UP + ANSWERS; i++) {
            List<ItemId> session = askers.get();
            int length = 2 + random.nextInt(session.size() - 1);
            List<ItemId> path = session.subList(0, length);
            long visitor = newest + 1 + i % 1_000;
            index.put(visitor, (long) newest + i, path.subList(0, length - 1));
            index.publish();
            long began = threads.getCurrentThreadCpuTime();
            index.put(visitor, (long) newest + i, path);
            index.publish();
            long told = threads.getCurrentThreadCpuTime();
            found += recall.recall(path, shown, LIMIT).size();
            long answered = threads.getCurrentThreadCpuTime();
            if (i >= WARM_UP) {
                clicks.add((told - began) / NANOS_A_MICRO);
                answers.add((answered - told) / NANOS_A_MICRO);
            }
        }
        note(name + "_answer", "an answer", answers);
        note(name + "_click", "a click", clicks);
        out.printf("    %.1f items an answer%n", (double) found / (WARM_UP + ANSWERS));
    }

    private void note(String name, String what, List<Double> micros) {
        Percentiles percentiles = new Percentiles(micros);
        out.printf("%-16s %s: CPU", name, what);
        for (int percent : new int[] {50, 95, 99}) {
            figures.put("%s_cpu_us_p%d".formatted(name, percent), percentiles.at(percent));
            out.printf(" p%d %.0f", percent, percentiles.at(percent));
        }
        out.println(" us");
    }

    private SessionIndex index() {
        return new SessionIndex(2 * SESSIONS, ITEMS, config.sample());
    }

    /// What is in use after a collection.
    private static double heap() {
        var memory = ManagementFactory.getMemoryMXBean();
        for (int i = 0; i < 3; i++) {
            memory.gc();
        }
        return memory.getHeapMemoryUsage().getUsed();
    }
}
