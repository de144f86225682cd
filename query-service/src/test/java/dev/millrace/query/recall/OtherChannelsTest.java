package dev.millrace.query.recall;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.contract.features.ActorFacts;
import dev.millrace.contract.features.SellerShares;
import dev.millrace.contract.features.TagWeights;
import dev.millrace.contract.id.ItemId;
import dev.millrace.contract.profile.Preferences;
import dev.millrace.query.item.ItemSet;
import dev.millrace.query.support.Items;
import dev.millrace.query.support.KnownState;
import dev.millrace.query.support.ListCatalogue;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/// Profile, trending and newest: small ones.
class OtherChannelsTest {
    private static final Deadline SOON = Deadline.after(Duration.ofMinutes(5));
    private static final List<Item> ITEMS = List.of(
            Items.tagged(1, "a", "Sea", "air"),
            Items.tagged(2, "b", "sea"),
            Items.tagged(3, "a", "fire"),
            Items.tagged(4, "c", "earth"));

    private static RecallInput input(KnownState state) {
        return new RecallInput(
                Optional.empty(),
                true,
                state,
                new ListCatalogue(ITEMS),
                code -> code != ItemId.dataset(2).code());
    }

    private static ActorState fond(Map<String, Double> tags, Map<String, Double> sellers) {
        Preferences preferences = new Preferences(tags, sellers, Preferences.Prices.NONE, 0, List.of(), 0);
        ActorFacts facts = new ActorFacts(
                new TagWeights(tags),
                new SellerShares(sellers),
                Preferences.Prices.NONE,
                0,
                ActorFacts.NONE.purchases(),
                ActorFacts.NONE.seen(),
                0);
        return new ActorState(List.of(), List.of(), ItemSet.EMPTY, preferences, facts);
    }

    @Test
    void theProfileFindsWhatHasTheTagsAndSellersThatTheActorCaresFor() {
        var state = KnownState.NOTHING.withActor(Part.whole(fond(Map.of("sea", 0.6, "air", 0.4), Map.of("a", 1.0))));
        var found = new ProfileChannel(100, 10).recall(input(state), SOON);
        assertThat(found.complete()).isTrue();
        assertThat(found.value())
                .containsExactly(new Candidate(ItemId.dataset(1), 1.5), new Candidate(ItemId.dataset(3), 0.5));
    }

    @Test
    void aProfileThatIsAwayFindsNothingAndSaysSo() {
        var state = KnownState.NOTHING.withActor(new Part<>(ActorState.UNKNOWN, false));
        var found = new ProfileChannel(100, 10).recall(input(state), SOON);
        assertThat(found).isEqualTo(new Part<>(List.<Candidate>of(), false));
    }

    @Test
    void trendingIsTheDaysOrderThenTheWeeks() {
        var popularity = new Popularity(
                List.of(ItemId.dataset(4), ItemId.dataset(2)), List.of(ItemId.dataset(1), ItemId.dataset(4)));
        var found = new TrendingChannel(2).recall(input(KnownState.NOTHING.withPopular(Part.whole(popularity))), SOON);
        assertThat(found.value())
                .containsExactly(new Candidate(ItemId.dataset(4), 1), new Candidate(ItemId.dataset(1), 0.55));
    }

    @Test
    void theNewestAreThoseCreatedLast() {
        var found = new NewestItems(100, 2)
                .find(
                        new ListCatalogue(ITEMS),
                        EnumSet.allOf(ItemId.Kind.class),
                        code -> code == ItemId.dataset(2).code());
        assertThat(found).extracting(Candidate::id).containsExactly(ItemId.dataset(4), ItemId.dataset(3));
    }

    @Test
    void channelsThatHaveNothingToGoByAreNotAsked() {
        RecallInput nobody =
                new RecallInput(Optional.empty(), false, KnownState.NOTHING, new ListCatalogue(ITEMS), id -> true);
        assertThat(new ProfileChannel(1, 1).applies(nobody)).isFalse();
        assertThat(new ContentChannel(1, 1).applies(nobody)).isFalse();
        assertThat(new TrendingChannel(1).applies(nobody)).isTrue();
    }
}
