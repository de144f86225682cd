package dev.millrace.stack.cdc;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;

/// One seed: a shop that never stops trading, and its connector, killed in every [KillPhase].
///
/// The seed decides what the shop does and after how many records, or at which event, each kill comes. What the
/// connector has in hand by then depends on the machine, so each kill is looked at afterwards: one that missed its
/// phase is counted, and the phase is tried again.
final class KillRun {
    private static final int MOST_TRIES = 6;
    private static final List<Integer> BATCHES = List.of(37, 97, 256, 1_024);

    private final long seed;
    private final SplittableRandom random;
    private final SourceServer source;
    private final Path folder;
    private final Optional<Path> archive;
    private final WrittenRows written = new WrittenRows();
    private final KillTally tally = new KillTally();

    /// @param folder of this seed
    /// @param archive see [KilledConnector]
    KillRun(long seed, SourceServer source, Path folder, Optional<Path> archive) {
        this.seed = seed;
        this.random = new SplittableRandom(seed);
        this.source = source;
        this.folder = folder;
        this.archive = archive;
    }

    SeedResult run() {
        long start = System.nanoTime();
        List<String> trouble = new ArrayList<>();
        Optional<Arrived> arrived = Optional.empty();
        try {
            arrived = Optional.of(killInEveryPhase());
            trouble.addAll(arrived.get().check().complaints());
        } catch (Exception e) { // one seed of many: it is told in the table
            if (e instanceof InterruptedException) {
                Thread.currentThread().interrupt();
            }
            trouble.add(String.valueOf(e.getMessage()));
        }
        return new SeedResult(
                seed,
                written.changes(),
                tally.hits(),
                tally.missed(),
                arrived.map(Arrived::aborted).orElse(0L),
                arrived.map(Arrived::counts),
                Duration.ofNanos(System.nanoTime() - start),
                trouble);
    }

    /// @param aborted records that nobody gets who waits for commits
    private record Arrived(DeliveryCheck check, DeliveryCounts counts, long aborted) {}

    private Arrived killInEveryPhase() throws Exception {
        KillTables.create(source);
        int rows = 3_000 + random.nextInt(5_000);
        try (KillShop shop = new KillShop(source, random.split(), written)) {
            shop.open(rows);
            ShopTraffic traffic = ShopTraffic.start(shop);
            try (KillStage stage = killInSnapshot(rows, traffic)) {
                KillPhases phases = new KillPhases(stage, traffic, random.split());
                for (KillPhase phase : inAnyOrder()) {
                    phases.awaitFollowed();
                    untilHit(phase, () -> phases.kill(phase));
                }
                traffic.close();
                return arrived(stage, shop.transaction(), phases.readings());
            } finally {
                traffic.close();
            }
        }
    }

    /// A snapshot that was complete cannot be tried again, so each try has topics of its own.
    private KillStage killInSnapshot(int rows, ShopTraffic traffic) throws Exception {
        int batch = BATCHES.get(random.nextInt(BATCHES.size()));
        for (int attempt = 1; attempt <= MOST_TRIES; attempt++) {
            KillStage stage = KillStage.open(source, folder.resolve("try-" + attempt), archive, batch);
            boolean hit = false;
            try {
                KillPhases phases = new KillPhases(stage, traffic, random.split());
                hit = phases.killInSnapshot(rows / attempt);
                tally.add(KillPhase.SNAPSHOT, hit);
                if (hit) {
                    if (random.nextInt(3) == 0) {
                        tally.add(KillPhase.SNAPSHOT, phases.killInNextSnapshot(rows));
                    }
                    return stage;
                }
            } finally {
                if (!hit) {
                    stage.close();
                }
            }
        }
        throw new IllegalStateException("no kill hit a snapshot in " + MOST_TRIES + " tries");
    }

    private List<KillPhase> inAnyOrder() {
        List<KillPhase> left = new ArrayList<>(List.of(KillPhase.values()));
        left.remove(KillPhase.SNAPSHOT);
        List<KillPhase> order = new ArrayList<>();
        while (!left.isEmpty()) {
            order.add(left.remove(random.nextInt(left.size())));
        }
        return order;
    }

    private void untilHit(KillPhase phase, KillStage.Condition kill) throws Exception {
        boolean hit = false;
        for (int attempt = 1; !hit; attempt++) {
            if (attempt > MOST_TRIES) {
                throw new IllegalStateException(
                        "no kill hit the phase " + phase.label() + " in " + MOST_TRIES + " tries");
            }
            hit = kill.holds();
            tally.add(phase, hit);
        }
    }

    private Arrived arrived(KillStage stage, long last, List<TableReading> readings) throws Exception {
        stage.await(
                "transaction " + last + " of the shop arrives",
                () -> stage.written().transaction() >= last);
        stage.await("it is committed", () -> stage.committed().transaction() >= last);
        List<RawEvent> readable = stage.readable();
        long aborted = stage.written().toEnd().events().size() - readable.size();
        DeliveryCheck check = new DeliveryCheck(written, readable, readings);
        return new Arrived(check, check.check(KillTables.states(source)), aborted);
    }
}
