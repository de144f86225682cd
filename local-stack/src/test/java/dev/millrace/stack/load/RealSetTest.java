package dev.millrace.stack.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RealSetTest {
    private static final int ALL = Integer.MAX_VALUE;

    @TempDir
    private Path folder;

    @BeforeEach
    void write() throws IOException {
        SmallSets.write(folder);
    }

    private LoadPlan plan(RealSet set) {
        return set.plan(folder.resolve(set.label()), ALL, "m_");
    }

    private static Map<String, Integer> units(LoadPlan plan) {
        return plan.steps().stream().collect(Collectors.toMap(LoadStep::name, LoadStep::units));
    }

    @Test
    void catalogueEntriesWithoutTitleAreSkipped() {
        LoadPlan plan = plan(RealSet.CATALOGUE);
        assertThat(units(plan)).isEqualTo(Map.of("catalogue-en", 1, "catalogue-zh", 1));
        assertThat(plan.skipped()).isEqualTo(Map.of("no title", 1));
    }

    @Test
    void catalogueTagsAndTimes() throws IOException {
        var entry = Objects.requireNonNull(CatalogueSet.parse(
                "{\"id\":\"x\",\"title\":\"T\",\"tags\":[\"a;b\",\" c \",\"\"],\"created_at\":\"2024-01-02T03:04:05Z\"}",
                5));
        assertThat(entry.tags()).isEqualTo("a,b;c");
        assertThat(entry.created())
                .isEqualTo(Instant.parse("2024-01-02T03:04:05Z").getEpochSecond());
        assertThat(entry.updated()).isEqualTo(entry.created());
    }

    @Test
    void everyRetailLineIsWrittenOrCounted() {
        LoadPlan plan = plan(RealSet.ONLINE_RETAIL);
        Map<String, Integer> units = units(plan);
        assertThat(units)
                .isEqualTo(Map.of(
                        "online-retail-users", 4,
                        "online-retail-items", 5,
                        "online-retail-orders", 21,
                        "online-retail-cancellations", 1));
        assertThat(plan.skipped())
                .isEqualTo(Map.of(
                        "not a product code", 1,
                        "no customer", 1,
                        "price not positive", 1,
                        "cancellation without an earlier order", 1));
        int counted =
                plan.skipped().values().stream().mapToInt(Integer::intValue).sum();
        assertThat(plan.read()).isEqualTo(26).isEqualTo(21 + 1 + counted);
    }

    @Test
    void eshopSessionsBecomeVisitsAndModelsItems() {
        assertThat(units(plan(RealSet.ESHOP)))
                .isEqualTo(Map.of("eshop-items", 3, "eshop-urls", 3, "eshop-visits", 2, "eshop-views", 5));
    }

    @Test
    void fixtureTablesTakeTheTargetsPrefix() {
        LoadPlan plan = plan(RealSet.MATOMO);
        assertThat(plan.steps()).extracting(LoadStep::table).containsExactly("m_log_action", "m_log_visit");
        assertThat(plan.skipped()).hasSize(1);
    }

    @Test
    void aMissingFolderIsNamed() {
        assertThatThrownBy(() -> RealSet.CATALOGUE.plan(folder.resolve("nowhere"), ALL, ""))
                .isInstanceOf(LoadException.class)
                .hasMessageContaining("nowhere");
    }
}
