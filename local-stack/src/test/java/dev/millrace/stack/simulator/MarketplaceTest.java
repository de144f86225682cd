package dev.millrace.stack.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class MarketplaceTest {
    private static final int MANY = 50_000;

    private static List<Item> items() {
        return LongStream.rangeClosed(1, 500)
                .mapToObj(id -> new Item(id, "Title " + id, id * 10))
                .toList();
    }

    private static List<Change> decide(long seed, int count) {
        Marketplace marketplace = new Marketplace(seed, items(), 200, 501);
        return Stream.generate(marketplace::next).limit(count).toList();
    }

    @Test
    void sameSeedSameDecisions() {
        assertThat(decide(42, MANY)).isEqualTo(decide(42, MANY));
    }

    @Test
    void otherSeedOtherDecisions() {
        assertThat(decide(42, 200)).isNotEqualTo(decide(43, 200));
    }

    @Test
    void everyKindOfChangeHappens() {
        Set<Class<?>> kinds = decide(1, MANY).stream().map(Object::getClass).collect(Collectors.toSet());
        assertThat(kinds)
                .contains(
                        Change.NewItem.class,
                        Change.NewPrice.class,
                        Change.NewTitle.class,
                        Change.NewImage.class,
                        Change.PlaceOrder.class,
                        Change.PayOrder.class,
                        Change.CancelOrder.class,
                        Change.StartVisit.class,
                        Change.LogIn.class,
                        Change.ViewHome.class,
                        Change.ViewItem.class,
                        Change.SearchSite.class,
                        Change.TimeSpent.class,
                        Change.FollowRecommendation.class,
                        Change.BotHit.class);
    }

    @Test
    void ordersArePaidOnceAfterTheyWerePlacedAndTakenBackOnce() {
        Map<Long, String> state = new HashMap<>();
        for (Change change : decide(7, MANY)) {
            switch (change) {
                case Change.PlaceOrder order ->
                    assertThat(state.put(order.order(), "placed")).isNull();
                case Change.PayOrder order ->
                    assertThat(state.put(order.order(), "paid")).isEqualTo("placed");
                case Change.CancelOrder order ->
                    assertThat(state.put(order.order(), "gone")).isIn("placed", "paid");
                default -> {}
            }
        }
        assertThat(state.values()).contains("paid", "gone");
    }

    @Test
    void sessionsBeginWithTheirVisitAndBuyersAreLoggedIn() {
        Set<Long> begun = new HashSet<>();
        Set<Long> users = new HashSet<>();
        for (Change change : decide(9, MANY)) {
            switch (change) {
                case Change.StartVisit visit -> {
                    assertThat(begun.add(visit.session())).isTrue();
                    assertThat(visit.visitor()).matches("[0-9a-f]{16}");
                    users.add(visit.user());
                }
                case Change.LogIn login -> users.add(login.user());
                case Change.BotHit hit -> assertThat(hit.session()).isZero();
                case Change.Tracked tracked -> assertThat(begun).contains(tracked.session());
                case Change.PlaceOrder order -> assertThat(users).contains(order.user());
                default -> {}
            }
        }
    }

    @Test
    void aTenthOfTheItemsGetsMostOfTheViews() {
        Map<Long, Long> views = decide(11, MANY).stream()
                .filter(Change.ViewItem.class::isInstance)
                .map(Change.ViewItem.class::cast)
                .collect(Collectors.groupingBy(Change.ViewItem::item, Collectors.counting()));
        List<Long> sorted =
                views.values().stream().sorted((a, b) -> Long.compare(b, a)).toList();
        long all = sorted.stream().mapToLong(Long::longValue).sum();
        long top = sorted.stream().limit(50).mapToLong(Long::longValue).sum();
        assertThat((double) top / all).isGreaterThan(0.5);
    }

    @Test
    void newItemsGetFollowingIds() {
        List<Long> ids = decide(13, MANY).stream()
                .filter(Change.NewItem.class::isInstance)
                .map(change -> ((Change.NewItem) change).item().id())
                .toList();
        assertThat(ids)
                .isEqualTo(LongStream.range(501, 501 + ids.size()).boxed().toList());
    }
}
