package dev.millrace.contract.id;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ItemIdTest {

    @Test
    void aBareNumberIsADataSet() {
        assertThat(ItemId.parse("123")).contains(ItemId.dataset(123));
        assertThat(ItemId.parse("ds:123")).contains(ItemId.dataset(123));
        assertThat(ItemId.parse("api:45")).contains(ItemId.api(45));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", ":", "ds:", "ds:0", "0", "-1", "ds:-1", "x:1", "1.5", "ds:1:2", "１２", "9999999999999999999"})
    void anythingElseIsNoItem(String text) {
        assertThat(ItemId.parse(text)).isEmpty();
    }

    @Test
    void aNumberMustBePositive() {
        assertThatThrownBy(() -> ItemId.dataset(0)).hasMessageContaining("positive");
    }

    @Test
    void keysSortAsIdsDo() {
        RandomGenerator random = RandomGeneratorFactory.of("L64X128MixRandom").create(Long.getLong("seed", 7L));
        List<ItemId> ids = random.longs(200, 1, 5_000)
                .mapToObj(n -> n % 3 == 0 ? ItemId.api(n) : ItemId.dataset(n))
                .toList();
        List<String> byKey =
                ids.stream().map(ItemId::key).sorted(ItemId::compareKeys).toList();
        assertThat(byKey).isEqualTo(ids.stream().sorted().map(ItemId::key).toList());
    }

    @Test
    void visitorsAreSixteenHexDigits() {
        assertThat(Actor.Visitor.parse("00FF00ff00ff0000"))
                .get()
                .extracting(Actor.Visitor::key)
                .isEqualTo("v:00ff00ff00ff0000");
        assertThat(Actor.Visitor.parse("00ff")).isEmpty();
    }

    @Test
    void requestIdsHaveOneForm() {
        assertThat(RequestId.parse("req_ab-1")).isPresent();
        assertThat(RequestId.parse("req_")).isEmpty();
        assertThat(RequestId.parse("req_<script>")).isEmpty();
        assertThat(RequestId.parse(RequestId.random().value())).isPresent();
    }

    @Test
    void aCodeIsTheItemAndOrderedAsItemsAre() {
        List<ItemId> items = List.of(
                ItemId.dataset(1),
                ItemId.dataset(2),
                ItemId.dataset(999_999_999_999_999_999L),
                ItemId.api(1),
                ItemId.api(7));
        for (ItemId left : items) {
            assertThat(ItemId.ofCode(left.code())).isEqualTo(left);
            assertThat(ItemId.kindOf(left.code())).isEqualTo(left.kind());
            for (ItemId right : items) {
                assertThat(Integer.signum(ItemId.compareCodes(left.code(), right.code())))
                        .isEqualTo(Integer.signum(left.compareTo(right)));
            }
        }
    }
}
