package dev.millrace.stack.bench;

import dev.millrace.contract.proto.IqRequest;
import dev.millrace.contract.proto.IqResponse;
import dev.millrace.contract.store.QueryableStore;
import dev.millrace.contract.topic.Partitions;
import dev.millrace.stack.streams.SteadyOrders;
import dev.millrace.stack.streams.StreamsCluster;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

/// Interactive queries of one instance while it writes: one entry a question, over kept connections, against
/// the plainest reply of the same server, alternated.
final class IqBench {
    private static final int ITEMS = 2_000;
    private static final int RATE = 500;
    private static final int ROUNDS = 3;
    private static final int[] CONNECTIONS = {1, 8, 32, 128};
    private static final Duration ROUND = Duration.ofSeconds(5);
    private static final Duration START = Duration.ofSeconds(60);
    private static final int LOOK_MS = 20;

    /// Bytes of the smallest answer that has one; a refusal takes four.
    private static final int A_VALUE = 20;

    private static final Duration WARM_UP = Duration.ofSeconds(10);
    private static final double NANOS_A_MILLI = 1e6;
    private static final double NANOS_A_SECOND = 1e9;

    private final Path folder;
    private final PrintStream out;

    IqBench(Path folder, PrintStream out) {
        this.folder = folder;
        this.out = out;
    }

    private record Load(double perSecond, List<Double> ms) {}

    Map<String, Double> run() throws IOException, InterruptedException {
        BenchFolder.empty(folder);
        Map<String, Double> figures = new LinkedHashMap<>();
        try (StreamsCluster cluster = new StreamsCluster(folder, "standbys: 0\nsession-timeout-ms: 10000")) {
            int port = portOf(cluster.start("a").host());
            cluster.awaitRoutes(StreamsCluster.owned(0));
            try (SteadyOrders _ = new SteadyOrders(cluster.brokers(), ITEMS, RATE)) {
                awaitAnswers(port);
                load(port, 8, questions(), WARM_UP);
                for (int connections : CONNECTIONS) {
                    measure(port, connections, figures);
                }
            }
        }
        return figures;
    }

    private void measure(int port, int connections, Map<String, Double> figures)
            throws IOException, InterruptedException {
        double asked = 0;
        double plain = 0;
        List<Double> ms = new ArrayList<>();
        for (int round = 0; round < ROUNDS; round++) {
            Load questions = load(port, connections, questions(), ROUND);
            asked += questions.perSecond() / ROUNDS;
            ms.addAll(questions.ms());
            plain += load(port, connections, List.of(RawConnection.request("GET", "/live", new byte[0])), ROUND)
                            .perSecond()
                    / ROUNDS;
        }
        Percentiles percentiles = new Percentiles(ms);
        String suffix = "_at_" + connections;
        figures.put("iq_per_second" + suffix, asked);
        figures.put("plain_per_second" + suffix, plain);
        figures.put("ratio" + suffix, asked / plain);
        figures.put("iq_p50_ms" + suffix, percentiles.at(50));
        figures.put("iq_p95_ms" + suffix, percentiles.at(95));
        figures.put("iq_p99_ms" + suffix, percentiles.at(99));
        out.printf(
                "%d connections: %.0f answers/s, plain %.0f/s, ratio %.2f; p50 %.2f, p95 %.2f, p99 %.2f ms%n",
                connections, asked, plain, asked / plain, percentiles.at(50), percentiles.at(95), percentiles.at(99));
    }

    private static Load load(int port, int connections, List<byte[]> requests, Duration time)
            throws IOException, InterruptedException {
        long until = System.nanoTime() + time.toNanos();
        List<Future<List<Double>>> all = new ArrayList<>();
        try (ExecutorService threads = Executors.newFixedThreadPool(connections)) {
            for (int connection = 0; connection < connections; connection++) {
                int number = connection;
                all.add(threads.submit(() -> drive(port, number, requests, until)));
            }
        }
        List<Double> ms = new ArrayList<>();
        for (Future<List<Double>> one : all) {
            try {
                ms.addAll(one.get());
            } catch (ExecutionException e) {
                throw new BenchException("a connection failed: " + e.getCause(), e);
            }
        }
        return new Load(ms.size() / (time.toNanos() / NANOS_A_SECOND), ms);
    }

    private static List<Double> drive(int port, int seed, List<byte[]> requests, long until) throws IOException {
        List<Double> ms = new ArrayList<>();
        Random random = new Random(seed);
        try (RawConnection connection = new RawConnection(port)) {
            for (long began = System.nanoTime(); began < until; began = System.nanoTime()) {
                byte[] answer = connection.exchange(requests.get(random.nextInt(requests.size())));
                if (requests.size() > 1 && answer.length < A_VALUE) {
                    throw new BenchException("an answer of " + answer.length + " bytes has no value in it");
                }
                ms.add((System.nanoTime() - began) / NANOS_A_MILLI);
            }
        }
        return ms;
    }

    private static List<byte[]> questions() throws IOException {
        List<byte[]> questions = new ArrayList<>();
        for (int item = 1; item <= ITEMS; item++) {
            String key = "ds:" + item;
            byte[] body = IqRequest.newBuilder()
                    .addReads(IqRequest.Read.newBuilder()
                            .setStore(QueryableStore.STATISTICS.name())
                            .setPartition(Partitions.of(key))
                            .setKey(key))
                    .build()
                    .toByteArray();
            questions.add(RawConnection.request("POST", "/iq/read", body));
        }
        return questions;
    }

    /// What is counted must be entries, not refusals: until every item has been ordered and counted.
    private static void awaitAnswers(int port) throws IOException, InterruptedException {
        long deadline = System.nanoTime() + START.toNanos();
        try (RawConnection connection = new RawConnection(port)) {
            for (byte[] question : questions()) {
                while (IqResponse.parseFrom(connection.exchange(question))
                                .getAnswers(0)
                                .getStatus()
                        != IqResponse.Status.FOUND) {
                    if (System.nanoTime() - deadline > 0) {
                        throw new BenchException("not every item was counted within " + START);
                    }
                    TimeUnit.MILLISECONDS.sleep(LOOK_MS);
                }
            }
        }
    }

    private static int portOf(String host) {
        return Integer.parseInt(host.substring(host.indexOf(':') + 1));
    }
}
