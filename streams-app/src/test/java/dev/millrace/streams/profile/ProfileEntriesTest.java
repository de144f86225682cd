package dev.millrace.streams.profile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.millrace.contract.proto.ActorProfile;
import dev.millrace.contract.proto.Interaction;
import dev.millrace.contract.proto.InteractionKind;
import dev.millrace.contract.proto.ProfileEntry;
import dev.millrace.streams.config.TopologySettings.Bounds;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;

class ProfileEntriesTest {
    private static final int ORDERS = 5;
    private static final int ACTIONS = 7;
    private static final Bounds BOUNDS = new Bounds(
            100,
            200,
            10_000,
            30,
            100,
            2_000,
            20_000,
            1_000,
            Duration.ofMinutes(10),
            ORDERS,
            ACTIONS,
            4,
            50,
            Duration.ofDays(30),
            3,
            Duration.ofDays(730),
            100,
            5,
            1_000,
            20);

    /// The oracle keeps every entry that stands, without a bound; the lists are kept one by one beside it.
    /// Replay a failure with `-Dseed=`.
    @RepeatedTest(20)
    void equalsASequentialFoldAndItsTotalsARecomputeOfAllThatStands() {
        long seed = Long.getLong("seed", System.nanoTime());
        Random random = new Random(seed);
        ActorProfile profile = ActorProfile.getDefaultInstance();
        List<ProfileEntry> standing = new ArrayList<>();
        List<ProfileEntry> orders = new ArrayList<>();
        List<ProfileEntry> actions = new ArrayList<>();
        for (int step = 0; step < 300; step++) {
            if (standing.isEmpty() || random.nextInt(3) > 0) {
                ProfileEntry entry = entry(step, random);
                standing.add(entry);
                profile = ProfileEntries.add(profile, entry, BOUNDS);
                push(isOrder(entry) ? orders : actions, entry, isOrder(entry) ? ORDERS : ACTIONS);
            } else {
                ProfileEntry entry = standing.remove(random.nextInt(standing.size()));
                profile = ProfileEntries.remove(profile, entry);
                orders.remove(entry);
                actions.remove(entry);
            }
            assertThat(profile.getOrdersList()).as("seed %d", seed).isEqualTo(orders);
            assertThat(profile.getActionsList()).as("seed %d", seed).isEqualTo(actions);
        }
        checkTotals(profile, standing, "seed " + seed);
        for (ProfileEntry entry : standing) {
            profile = ProfileEntries.remove(profile, entry);
        }
        assertThat(profile.toBuilder().clearOlderUntilMs().build())
                .as("seed %d, all taken back", seed)
                .isEqualTo(ActorProfile.getDefaultInstance());
    }

    private static void checkTotals(ActorProfile profile, List<ProfileEntry> standing, String seed) {
        List<ProfileEntry> orders =
                standing.stream().filter(ProfileEntriesTest::isOrder).toList();
        var older = profile.getOlderOrders();
        assertThat(profile.getOrdersCount() + older.getOrders()).as(seed).isEqualTo(orders.size());
        assertThat(cents(profile.getOrdersList()) + older.getRevenueCents())
                .as(seed)
                .isEqualTo(cents(orders));
        double squares = squares(orders);
        assertThat(squares(profile.getOrdersList()) + older.getRevenueSquares())
                .as(seed)
                .isCloseTo(squares, within(1e-9 * Math.max(1, squares)));
        assertThat(profile.getViews() + profile.getClicks() + profile.getCarts() + profile.getSearches())
                .as(seed)
                .isEqualTo(standing.size() - orders.size());
    }

    @Test
    void theNumberOfAnInteractionIsItsRowsOrAHash() {
        assertThat(number("order:17")).isEqualTo(17);
        assertThat(number("action:9000000000")).isEqualTo(9_000_000_000L);
        assertThat(number("cart:3:5")).isNotEqualTo(number("cart:3:6")).isGreaterThan(1L << 61);
        assertThat(number("matomo-order:3:5:A")).isNotEqualTo(number("matomo-order:3:5:B"));
    }

    @Test
    void anItemIsItsNumberAndItsType() {
        assertThat(ProfileEntries.of(interaction("action:1", "ds:7")).getItem()).isEqualTo(14);
        assertThat(ProfileEntries.of(interaction("action:1", "api:7")).getItem())
                .isEqualTo(15);
        assertThat(ProfileEntries.of(interaction("action:1", "")).getItem()).isZero();
    }

    private static long number(String id) {
        return ProfileEntries.of(interaction(id, "ds:1")).getNumber();
    }

    private static Interaction interaction(String id, String item) {
        return Interaction.newBuilder()
                .setInteractionId(id)
                .setItemId(item)
                .setKind(InteractionKind.VIEW)
                .build();
    }

    private static boolean isOrder(ProfileEntry entry) {
        return entry.getKind() == InteractionKind.ORDER;
    }

    private static void push(List<ProfileEntry> list, ProfileEntry entry, int bound) {
        list.add(entry);
        list.sort(Comparator.comparingLong(ProfileEntry::getTimeMs)
                .thenComparing(ProfileEntry::getKind)
                .thenComparingLong(ProfileEntry::getItem)
                .thenComparingLong(ProfileEntry::getNumber));
        if (list.size() > bound) {
            list.removeFirst();
        }
    }

    private static ProfileEntry entry(int number, Random random) {
        InteractionKind[] kinds = {
            InteractionKind.ORDER,
            InteractionKind.ORDER,
            InteractionKind.VIEW,
            InteractionKind.CLICK,
            InteractionKind.CART,
            InteractionKind.SEARCH
        };
        InteractionKind kind = kinds[random.nextInt(kinds.length)];
        return ProfileEntry.newBuilder()
                .setKind(kind)
                .setItem(2 + random.nextInt(6))
                .setTimeMs(random.nextInt(100))
                .setNumber(number)
                .setRevenueCents(kind == InteractionKind.ORDER ? random.nextInt(10_000) : 0)
                .build();
    }

    private static long cents(List<ProfileEntry> orders) {
        return orders.stream().mapToLong(ProfileEntry::getRevenueCents).sum();
    }

    private static double squares(List<ProfileEntry> orders) {
        return orders.stream()
                .mapToDouble(order -> Math.pow(order.getRevenueCents() / 100.0, 2))
                .sum();
    }
}
