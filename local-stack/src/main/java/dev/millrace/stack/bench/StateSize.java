package dev.millrace.stack.bench;

import com.google.protobuf.MessageLite;
import dev.millrace.contract.id.ItemId;
import dev.millrace.contract.proto.ActorProfile;
import dev.millrace.contract.proto.Effect;
import dev.millrace.contract.proto.Interaction;
import dev.millrace.contract.proto.InteractionKind;
import dev.millrace.contract.proto.ItemStatistics;
import dev.millrace.contract.proto.Login;
import dev.millrace.contract.proto.ProfileChange;
import dev.millrace.contract.store.QueryableStore;
import dev.millrace.streams.config.StreamsAppConfig;
import dev.millrace.streams.config.TopologySettings.Bounds;
import dev.millrace.streams.identity.VisitorHistory;
import dev.millrace.streams.profile.ProfileEntries;
import dev.millrace.streams.statistics.ItemCounters;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Random;
import java.util.function.LongFunction;

/// What state weighs on disk when it is compacted: profiles of a million users with 20 interactions each,
/// four of them made by the visitor before the login, and statistics of 100,000 items with 50 interactions
/// each in seven days. The values are made by the code that makes them in the stream, and stored as Kafka
/// Streams stores them.
final class StateSize {
    private static final int USERS = 1_000_000;
    private static final int INTERACTIONS = 20;
    private static final int BEFORE_LOGIN = 4;
    private static final int ITEMS = 100_000;
    private static final int EVENTS_AN_ITEM = 50;
    private static final int ORDER_EVERY = 10;
    private static final long SPAN_MS = Duration.ofDays(7).toMillis();
    private static final double MEGA = 1e6;

    private final Path folder;
    private final Bounds bounds = StreamsAppConfig.load().topology().bounds();
    private final long nowMs = System.currentTimeMillis();

    StateSize(Path folder) {
        this.folder = folder;
    }

    /// Megabytes by what they are of.
    Map<String, Double> run(PrintStream out) throws IOException {
        Map<String, Double> figures = new LinkedHashMap<>();
        double users = store(QueryableStore.USER_PROFILES, USERS, "u:%d"::formatted, this::user);
        double visitors = store(QueryableStore.VISITOR_PROFILES, USERS, "v:%016x"::formatted, this::visitor);
        figures.put("profile_mb_per_million_users", users);
        figures.put("identity_mb_per_million_users", visitors);
        figures.put("profile_and_identity_mb_per_million_users", users + visitors);
        figures.put(
                "statistics_mb_per_100k_items",
                store(QueryableStore.STATISTICS, ITEMS, "ds:%d"::formatted, this::statistics));
        figures.forEach((name, megabytes) -> out.printf("%-44s %7.1f MB%n", name, megabytes));
        return figures;
    }

    private ActorProfile user(long user) {
        Random random = new Random(user);
        ActorProfile profile = ActorProfile.getDefaultInstance();
        for (ProfileChange joined : history(user, random).changes()) {
            profile = ProfileEntries.add(profile, joined.getEntry(), bounds);
        }
        for (int number = BEFORE_LOGIN; number < INTERACTIONS; number++) {
            profile = ProfileEntries.add(profile, ProfileEntries.of(interaction(user, number, random)), bounds);
        }
        return profile;
    }

    private ActorProfile visitor(long user) {
        return history(user, new Random(user)).profile();
    }

    private VisitorHistory.Result history(long user, Random random) {
        ActorProfile profile = ActorProfile.getDefaultInstance();
        for (int number = 0; number < BEFORE_LOGIN; number++) {
            Interaction view = interaction(user, number, random);
            profile = VisitorHistory.apply(profile, view, bounds).profile();
        }
        Login login =
                Login.newBuilder().setUser(user).setVisit(user).setTimeMs(nowMs).build();
        return VisitorHistory.apply(profile, login, bounds);
    }

    private Interaction interaction(long user, int number, Random random) {
        boolean order = number >= BEFORE_LOGIN && number % ORDER_EVERY == 0;
        return Interaction.newBuilder()
                .setInteractionId((order ? "order:" : "action:") + (user * INTERACTIONS + number))
                .setKind(order ? InteractionKind.ORDER : InteractionKind.VIEW)
                .setEffect(Effect.ADD)
                .setItemId(ItemId.dataset(1 + (long) (ITEMS * random.nextDouble() * random.nextDouble()))
                        .key())
                .setEventTimeMs(nowMs - SPAN_MS + SPAN_MS * number / INTERACTIONS + random.nextInt(60_000))
                .setVisit(user * INTERACTIONS + number / 3)
                .setWeightMicros(100_000)
                .setRevenueCents(order ? 100 + random.nextInt(100_000) : 0)
                .build();
    }

    private ItemStatistics statistics(long item) {
        Random random = new Random(item);
        ItemStatistics statistics = ItemStatistics.getDefaultInstance();
        for (int number = 0; number < EVENTS_AN_ITEM; number++) {
            long time = nowMs - (long) (SPAN_MS * random.nextDouble() * random.nextDouble());
            Interaction one = interaction(item, number, random).toBuilder()
                    .setEventTimeMs(time)
                    .build();
            statistics = ItemCounters.add(statistics, one, one.getKind() == InteractionKind.ORDER ? 1 : 0);
        }
        return statistics;
    }

    private <V extends MessageLite> double store(
            QueryableStore<V> store, int entries, LongFunction<String> key, LongFunction<V> value) throws IOException {
        Path place = folder.resolve(store.name());
        Files.createDirectories(place);
        try (CompactedStore db = new CompactedStore(place)) {
            for (long number = 1; number <= entries; number++) {
                db.put(
                        key.apply(number).getBytes(StandardCharsets.UTF_8),
                        store.serde().toBytes(value.apply(number)));
            }
            return db.compactedBytes() / MEGA;
        }
    }
}
