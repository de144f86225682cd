package dev.millrace.query.cache;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.contract.id.Actor;
import dev.millrace.query.merge.ChannelWeights;
import dev.millrace.query.serve.ListAnswer;
import dev.millrace.query.serve.ListRequest;
import dev.millrace.query.support.Items;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/// What is served again, and what makes a new list.
final class ListCacheTest extends CountedLists {
    @Test
    void aListIsServedAgainWithItsAgeUntilItIsTooOld() {
        assertThat(ask().age()).isEmpty();
        nanos += Duration.ofSeconds(9).toNanos();
        assertThat(ask().age()).contains(Duration.ofSeconds(9));
        assertThat(made).hasValue(1);
        nanos += Duration.ofSeconds(2).toNanos();
        assertThat(ask().age()).isEmpty();
        assertThat(made).hasValue(2);
        assertThat(count("cache.requests", "status", "hit")).isEqualTo(1);
        assertThat(count("cache.requests", "status", "miss")).isEqualTo(2);
        assertThat(count("cache.hit.by.tier", "tier", "local")).isEqualTo(1);
    }

    @Test
    void aChangeOfTheActorOrThePageMakesANewList() {
        ask();
        change(users, USER.key());
        ask();
        assertThat(made).hasValue(2);
        change(neighbours, PAGE.key());
        ask();
        assertThat(made).hasValue(3);
        ask();
        assertThat(made).hasValue(3);
    }

    @Test
    void aListForEverybodyMayMissThePagesChangesForASecond() {
        ListRequest similar = request(Optional.empty(), "similar", "desktop");
        cache.answer(similar);
        change(neighbours, PAGE.key());
        nanos += LAG.toNanos() - 1;
        assertThat(cache.answer(similar).age()).isPresent();
        assertThat(made).hasValue(1);
        nanos += 1;
        assertThat(cache.answer(similar).age()).isEmpty();
    }

    @Test
    void whatMakesAnotherListIsAnotherList() {
        ask();
        cache.answer(request(Optional.of(USER), "detail", "mobile"));
        cache.answer(request(Optional.empty(), "detail", "desktop"));
        cache.answer(request(Optional.of(new Actor.User(8)), "detail", "desktop"));
        weights = ChannelWeights.DEFAULT.with(Map.of("content", 2.0));
        ask();
        assertThat(made).hasValue(5);
    }

    @Test
    void itemsAreShownAsTheyAreNowAndWhatIsNotSoldMakesANewList() {
        ask();
        items.set(1, Items.of(Items.dataset(2).setTitle("new").build()));
        ListAnswer again = ask();
        assertThat(again.age()).isPresent();
        assertThat(again.items().getFirst().item().details().getTitle()).isEqualTo("new");
        items.set(1, Items.of(Items.dataset(2).setSellable(false).build()));
        assertThat(ask().age()).isEmpty();
        assertThat(made).hasValue(2);
    }

    @Test
    void aChangedPageItemMakesANewList() {
        ask();
        items.set(0, Items.of(Items.dataset(1).setTitle("new").build()));
        ask();
        assertThat(made).hasValue(2);
    }

    @Test
    void whileNothingIsKnownOfChangesEachListIsMade() {
        users.clear();
        ask();
        ask();
        assertThat(made).hasValue(2);
    }

    @Test
    void aListThatIsWantedAnewIsMadeAndNotKept() {
        ListRequest request = request(Optional.of(USER), "detail", "desktop").anew();
        cache.answer(request);
        assertThat(cache.answer(request).age()).isEmpty();
        assertThat(ask().age()).isEmpty();
        assertThat(made).hasValue(3);
    }
}
