package dev.millrace.contract.features;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;

class FeatureLayoutTest {

    /// A change here makes every model that exists useless: meant, or a mistake?
    @Test
    void theHashIsTheOneThatModelsWereMadeFor() {
        assertThat(FeatureLayout.WIDTH).isEqualTo(48);
        assertThat(FeatureLayout.hash()).isEqualTo("a928c975e9dbc6ca6b90890f1f87238906edde878e90d1198f8f172b586210ba");
    }

    @Test
    void theHashDependsOnNamesOrderAndVersion() {
        List<String> swapped = new ArrayList<>(FeatureLayout.names());
        Collections.swap(swapped, 3, 4);
        assertThat(List.of(
                        FeatureLayout.hash(1, FeatureLayout.names()),
                        FeatureLayout.hash(2, FeatureLayout.names()),
                        FeatureLayout.hash(1, swapped),
                        FeatureLayout.hash(1, swapped.subList(0, 47))))
                .doesNotHaveDuplicates();
    }

    @Test
    void aColumnIsFoundByItsName() {
        assertThat(FeatureLayout.names()).doesNotHaveDuplicates();
        for (Feature feature : Feature.values()) {
            assertThat(FeatureLayout.find(feature.label())).contains(feature);
            assertThat(FeatureLayout.names().get(feature.column())).isEqualTo(feature.label());
        }
        assertThat(FeatureLayout.find("position")).isEmpty();
    }

    @Test
    void whatIsTheItemsOwnStandsTogetherAndWhatIsTheActorsToo() {
        for (Feature feature : Feature.values()) {
            boolean own =
                    feature.label().startsWith("item_") && !feature.label().matches("item_(age_days|freshness)");
            assertThat(feature.compareTo(Feature.ITEM_FIRST) >= 0 && feature.compareTo(Feature.USER_FIRST) < 0)
                    .as(feature.label())
                    .isEqualTo(own);
            assertThat(feature.compareTo(Feature.USER_FIRST) >= 0)
                    .as(feature.label())
                    .isEqualTo(feature.label().startsWith("user_"));
        }
    }

    @Test
    void nothingIdentifiesTheActorOrThePlaceInTheList() {
        assertThat(FeatureLayout.names()).noneMatch(name -> name.matches(".*(position|rank|_id).*"));
    }
}
