package dev.millrace.contract.capture;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.contract.capture.ActionName.ItemPage;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ActionNameTest {

    @ParameterizedTest
    @CsvSource({
        "shop.test/dataDetail/7, ds:7",
        "shop.test/dataDetail/7?from=x, ds:7",
        "https://shop.test/a/dataDetail/7/more, ds:7",
        "shop.test/#/dataAPIDetail/45, api:45",
        "shop.test/?utm=1#/dataDetail/45?from=rec, ds:45",
        "shop.test/payment/8, ds:8",
        "shop.test/dataDetail/007, ds:7",
        "shop.test/search?back=dataDetail/7, ''",
        "shop.test/#/search?back=dataDetail/7, ''",
        "shop.test/dataDetail/0, ''",
        "shop.test/dataDetail/99999999999999999999, ''",
        "shop.test/, ''",
        "'', ''",
    })
    void thePageOfAnItemIsInThePathOrInTheRoute(String url, String item) {
        assertThat(ActionName.parse(ActionName.PAGE_URL, url)
                        .map(name -> ((ItemPage) name).item().key())
                        .orElse(""))
                .isEqualTo(item);
    }

    @Test
    void parametersOfAnItemPage() {
        ItemPage page =
                (ItemPage) ActionName.parse(ActionName.PAGE_URL, "shop/dataDetail/7?from=a&fromage=b;pos=2&from=c")
                        .orElseThrow();

        assertThat(page.values("from")).containsExactly("a", "c");
        assertThat(page.values("pos")).containsExactly("2");
        assertThat(page.values("rid")).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "10, Recommendation, true",
        "11, CLICK, true",
        "11, purchase, true",
        "10, profile, false",
        "9, click, false"
    })
    void wordsOfEvents(int type, String name, boolean known) {
        assertThat(ActionName.parse(type, name).isPresent()).isEqualTo(known);
    }

    @ParameterizedTest
    @CsvSource({
        "12, ds:12",
        "ds:12, ds:12",
        "dataset_12, ds:12",
        "api:45, api:45",
        "0,",
        "12a,",
        "SKU 12,",
        "api:ds:1,",
        "9999999999999999999,"
    })
    void theItemOfAnArticleNumber(String name, @Nullable String item) {
        assertThat(ActionName.parse(ActionName.SKU, name)
                        .map(read -> ((ActionName.Sku) read).item().key()))
                .isEqualTo(Optional.ofNullable(item));
    }

    @Test
    void aSearchIsASearchWhateverItsWords() {
        assertThat(ActionName.parse(ActionName.SEARCH, "")).contains(new ActionName.Search());
        assertThat(ActionName.parse(ActionName.SEARCH, "Jane Doe")).contains(new ActionName.Search());
    }

    @ParameterizedTest
    @CsvSource({"dataset_12, true", "dataset_0, false", "my dataset_12, false", "dataset_, false"})
    void theItemOfAnEvent(String name, boolean known) {
        assertThat(ActionName.parse(ActionName.EVENT_NAME, name).isPresent()).isEqualTo(known);
    }
}
