package dev.millrace.stack.bench;

import dev.millrace.query.config.ConfigLoader;
import dev.millrace.stack.command.ProjectRoot;
import dev.millrace.stack.quality.QualityBench;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `bench [name]`: measures, or lists what can be measured.
@Command(
        name = "bench",
        description = "Measures the system and keeps the result; without a name, lists what there is.",
        mixinStandardHelpOptions = true)
public final class BenchCommand implements Callable<Integer> {
    private static final String FRESHNESS = "freshness";
    private static final String CDC = "cdc";
    private static final String FAILOVER = "failover";
    private static final String IQ = "iq";
    private static final String STREAMS = "streams";
    private static final String QUALITY = "quality";
    private static final String SESSIONS = "sessions";
    private static final String EMBEDDING = "embedding";
    private static final String IMPORT = "import";
    private static final String VECTORS = "vectors";
    private static final String SERVING = "serving";
    private static final String RECALL = "recall";
    private static final String CACHE = "cache";
    private static final Map<String, String> BENCHES = new TreeMap<>(Map.ofEntries(
            Map.entry(FRESHNESS, "commit in MySQL -> HTTP answer, on stacks of its own; about 5 minutes for each rate"),
            Map.entry(CDC, "our connector against Kafka Connect standalone, alternated; about 3 minutes for each pair"),
            Map.entry(
                    STREAMS,
                    "processor time of an interaction in streams-app, exactly once and at least once; about 10 minutes"),
            Map.entry(EMBEDDING, "processor time of a text in the models, on real catalogue entries; about a minute"),
            Map.entry(
                    IMPORT,
                    "100,000 new items at once: what other answers and changed titles do meanwhile; about 8 minutes"),
            Map.entry(
                    QUALITY,
                    "how well the next item is guessed on public logs, beside batch methods; about 15 minutes"),
            Map.entry(
                    SESSIONS,
                    "what an answer from a million sessions costs, a click, and their memory; about 2 minutes"),
            Map.entry(VECTORS, "recall and time of the vector indexes beside exact search and IVF; about 15 minutes"),
            Map.entry(IQ, "answers about the state while it is written, against a plain reply; about 3 minutes"),
            Map.entry(
                    SERVING,
                    "lists that nobody has cached, at given rates and as fast as may be; about 4 minutes for each size"),
            Map.entry(CACHE, "lists served again beside lists made for each request, alternated; about 6 minutes"),
            Map.entry(RECALL, "channels asked side by side and one after the other, alternated; about 6 minutes"),
            Map.entry(
                    FAILOVER,
                    "one of two streams-app instances is killed, again and again; about 20 seconds for each kill")));
    /// Its figures have no suffix.
    private static final int ORDINARY_RATE = 200;

    private static final List<Integer> SIZES = List.of(1_000, 20_000, 100_000);
    private static final int RECALL_ITEMS = 5_000;
    private static final int CACHE_ITEMS = 20_000;
    private static final String DATA_SETS = "../shared/data";
    private static final Path FOLDER_OF_DATA = Path.of(".cache", "bench-data");

    private final Path root = ProjectRoot.folder();

    @Parameters(index = "0", arity = "0..1", paramLabel = "<name>", description = "what to measure")
    private @Nullable String name;

    @Option(names = "--rates", split = ",", description = "row changes a second (default: ${DEFAULT-VALUE})")
    private List<Integer> rates = List.of(200, 1000);

    @Option(names = "--probes", description = "of each kind and rate (default: ${DEFAULT-VALUE})")
    private int probes = 300;

    @Option(names = "--pairs", description = "of the cdc bench (default: ${DEFAULT-VALUE})")
    private int pairs = 5;

    @Option(names = "--kills", description = "of the failover bench (default: ${DEFAULT-VALUE})")
    private int kills = 10;

    @Option(
            names = "--items",
            split = ",",
            description =
                    "serving, recall, cache: sizes of the catalogue (default: serving 1000,20000,100000; recall 5000;"
                            + " cache 20000)")
    private List<Integer> items = List.of();

    @Option(
            names = "--load",
            split = ",",
            description = "serving: requests a second, such as personalised:100,similar:500,trending:1000"
                    + " (default: these and personalised:500)")
    private List<String> loads = List.of();

    @Option(names = "--seconds", description = "serving, cache: of each measurement (default: ${DEFAULT-VALUE})")
    private int seconds = 10;

    @Option(names = "--requests", description = "recall: of each service in each scenario (default: ${DEFAULT-VALUE})")
    private int requests = 500;

    @Option(names = "--sets", split = ",", description = "quality: only these public logs, such as online-retail")
    private List<String> sets = List.of();

    @Option(
            names = "--sides",
            split = ",",
            description = "of the streams bench: whole_eos, state_eos, whole_alo, state_alo, state (default: all)")
    private List<String> sides = List.of();

    @Option(names = "--bench-data-dir", description = "data folder of the stacks, emptied first")
    private @Nullable Path dataDir;

    @Option(names = "--out", description = "folder of the results")
    private @Nullable Path results;

    @Override
    public Integer call() throws InterruptedException {
        if (name == null) {
            BENCHES.forEach((bench, what) -> System.out.printf("%-12s %s%n", bench, what));
            return 0;
        }
        if (!BENCHES.containsKey(name)) {
            System.err.printf("no bench is called %s: there is %s%n", name, String.join(", ", BENCHES.keySet()));
            return 2;
        }
        try {
            return switch (name) {
                case CDC -> cdc(System.out);
                case FAILOVER -> failover(System.out);
                case IQ -> iq(System.out);
                case STREAMS -> streams(System.out);
                case QUALITY -> quality(System.out);
                case SESSIONS -> sessions(System.out);
                case EMBEDDING -> embedding(System.out);
                case VECTORS -> vectors(System.out);
                case IMPORT -> bulkImport(System.out);
                case SERVING -> serving(System.out);
                case RECALL -> recall(System.out);
                case CACHE -> cache(System.out);
                default -> freshness(System.out);
            };
        } catch (BenchException e) {
            explain("no result", e);
        } catch (SQLException | IOException e) {
            System.err.println("no result, the stack failed: " + e.getMessage());
        }
        return 1;
    }

    /// @return exit code: 0 when every rate has its figures
    private int freshness(PrintStream out) throws SQLException, IOException, InterruptedException {
        Path data = data(FRESHNESS);
        Map<String, Double> figures = new LinkedHashMap<>();
        boolean complete = true;
        for (int rate : rates) {
            String suffix = rate == ORDINARY_RATE ? "" : "_at_" + rate;
            try (StackUnderTest stack = StackUnderTest.start(root, data, rate)) {
                figures.putAll(new FreshnessBench(stack, rate, probes, out).run(suffix));
            } catch (BenchException e) {
                explain("no figure at " + rate + " changes/s", e);
                figures.put("failed" + suffix, 1.0);
                complete = false;
            }
        }
        kept(FRESHNESS, figures, out);
        return complete ? 0 : 1;
    }

    private int cdc(PrintStream out) throws SQLException, IOException, InterruptedException {
        Path data = data(CDC);
        return kept(CDC, new CdcBench(root, data, CdcLoad.NORMAL, pairs, out).run(), out);
    }

    private int failover(PrintStream out) throws IOException, InterruptedException {
        Path data = data(FAILOVER);
        return kept(FAILOVER, new FailoverBench(data, kills, out).run(), out);
    }

    private int iq(PrintStream out) throws IOException, InterruptedException {
        Path data = data(IQ);
        return kept(IQ, new IqBench(data, out).run(), out);
    }

    private int streams(PrintStream out) throws IOException, InterruptedException {
        Path data = data(STREAMS);
        Path sets = sets();
        return kept(STREAMS, new StreamsBench(data, sets, sides, out).run(), out);
    }

    private int quality(PrintStream out) throws IOException {
        Path data = data(QUALITY);
        Path sets = sets();
        BenchFolder.empty(data);
        return kept(QUALITY, new QualityBench(data, sets, out).run(this.sets), out);
    }

    private int sessions(PrintStream out) {
        Path sets = sets();
        var bench = new SessionsBench(ConfigLoader.load().sessions(), sets, out);
        return kept(SESSIONS, bench.run(), out);
    }

    private int vectors(PrintStream out) {
        Path embeddings = sets().resolve("debian-embeddings");
        var bench = new VectorsBench(ConfigLoader.load().vectors().index(), embeddings, out);
        return kept(VECTORS, bench.run(), out);
    }

    private int embedding(PrintStream out) throws InterruptedException {
        Path catalogue = sets().resolve("catalogue");
        return kept(EMBEDDING, new EmbeddingBench(catalogue, out).run(), out);
    }

    private int bulkImport(PrintStream out) throws SQLException, IOException, InterruptedException {
        Path data = data(IMPORT);
        return kept(IMPORT, new ImportBench(root, data, out).run(), out);
    }

    /// @return exit code: 0 when every size has its figures
    private int serving(PrintStream out) throws SQLException, IOException, InterruptedException {
        require(seconds >= 1 && seconds <= 600, "--seconds must be 1..600");
        Path data = data(SERVING);
        List<LoadSpec> open = loads.isEmpty()
                ? LoadSpec.USUAL
                : loads.stream().map(LoadSpec::parse).toList();
        var bench = new ServingBench(root, data, open, seconds, out);
        Map<String, Double> figures = new LinkedHashMap<>();
        boolean complete = true;
        for (int size : items.isEmpty() ? SIZES : items) {
            try {
                figures.putAll(bench.run(size));
            } catch (BenchException e) {
                explain("no figures with " + size + " items", e);
                figures.put("failed_" + ServingReport.size(size), 1.0);
                complete = false;
            }
        }
        kept(SERVING, figures, out);
        return complete ? 0 : 1;
    }

    private int recall(PrintStream out) throws SQLException, IOException, InterruptedException {
        require(requests >= 1 && requests <= 1_000_000, "--requests must be 1..1000000");
        require(items.size() <= 1, "recall has one size of --items");
        Path data = data(RECALL);
        int size = items.isEmpty() ? RECALL_ITEMS : items.getFirst();
        return kept(RECALL, new RecallBench(root, data, size, requests, out).run(), out);
    }

    private int cache(PrintStream out) throws SQLException, IOException, InterruptedException {
        require(items.size() <= 1, "cache has one size of --items");
        Path data = data(CACHE);
        int size = items.isEmpty() ? CACHE_ITEMS : items.getFirst();
        var bench = new CacheBench(root, data, size, CacheBench.Rates.USUAL, seconds, out);
        return kept(CACHE, bench.run(), out);
    }

    private static void require(boolean holds, String message) {
        if (!holds) {
            throw new BenchException(message);
        }
    }

    private Path data(String bench) {
        return dataDir == null ? root.resolve(FOLDER_OF_DATA).resolve(bench) : dataDir;
    }

    private Path sets() {
        return root.resolve(DATA_SETS).normalize();
    }

    /// @return exit code
    private int kept(String bench, Map<String, Double> figures, PrintStream out) {
        BenchResult result = BenchResult.of(bench, figures, root);
        result.append(results == null ? root.resolve("benchmarks/results") : results);
        out.println("RESULT " + result.json());
        return 0;
    }

    private static void explain(String what, BenchException failure) {
        System.err.println(what + ": " + failure.getMessage());
        for (Throwable also : failure.getSuppressed()) {
            System.err.println("and then: " + also.getMessage());
        }
    }
}
