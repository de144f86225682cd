package dev.millrace.streams;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.contract.store.QueryableStore;
import dev.millrace.streams.config.TopologySettings;
import dev.millrace.streams.config.TopologySettings.ClockMode;
import dev.millrace.streams.trending.WindowClock;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Properties;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.apache.kafka.streams.StreamsConfig;
import org.junit.jupiter.api.Test;

/// The topology is under approval: names of stores and repartition topics are durable data, and a change of the
/// drawing must be seen in review. To accept a change, run with `-Dapprove=true` and commit `topology*.txt`.
class RecommenderTopologyTest {
    private static final Path APPROVED = Path.of("src/test/resources/topology.txt");

    private static final Path APPROVED_LOGINS = Path.of("src/test/resources/topology-logins.txt");

    private final String description = describe(TestSettings.of(ClockMode.LIVE));

    @Test
    void theTopologyIsTheApprovedOne() throws IOException {
        check(APPROVED, description);
    }

    /// Where Matomo knows users by login.
    @Test
    void theTopologyWithLoginsIsTheApprovedOne() throws IOException {
        check(APPROVED_LOGINS, describe(TestSettings.of(ClockMode.LIVE, 30, TestSettings.WITH_LOGINS)));
    }

    private static void check(Path approved, String drawing) throws IOException {
        if (Boolean.getBoolean("approve")) {
            Files.writeString(approved, drawing);
        }
        assertThat(drawing)
                .as("topology differs from %s: review the change, then approve it with -Dapprove=true", approved)
                .isEqualTo(Files.readString(approved, StandardCharsets.UTF_8));
    }

    @Test
    void storesKeepTheirNames() {
        Set<String> stores = new TreeSet<>();
        Pattern.compile("stores: \\[([^\\]]*)\\]")
                .matcher(description)
                .results()
                .flatMap(match -> java.util.Arrays.stream(match.group(1).split(", ", -1)))
                .filter(name -> !name.isEmpty())
                .forEach(stores::add);
        assertThat(stores)
                .containsExactly(
                        "action-by-id",
                        "activity-by-item",
                        "actor-by-visit",
                        "catalogue-by-item",
                        "contribution-by-order",
                        "counted-by-visit",
                        "history-by-actor",
                        "images-by-item",
                        "items-by-visit",
                        "neighbours-by-item",
                        "orders-by-buyer",
                        "pairs-by-item",
                        "profile-by-user",
                        "profile-by-visitor",
                        "progress-of-items",
                        "progress-of-neighbours",
                        "progress-of-profiles",
                        "statistics-by-item",
                        "trending-by-window",
                        "unpublished-items",
                        "waiting-by-visit")
                .containsAll(
                        QueryableStore.ALL.stream().map(QueryableStore::name).toList());
    }

    @Test
    void recordsHopNoMoreThanTheyMust() {
        Set<String> hops = new TreeSet<>();
        Pattern.compile("topics?: \\[?([a-z-]+-repartition)")
                .matcher(description)
                .results()
                .forEach(match -> hops.add(match.group(1)));
        assertThat(hops)
                .containsExactly(
                        "behaviour-to-actor-repartition",
                        "behaviour-to-item-repartition",
                        "joined-to-user-repartition",
                        "orders-to-actor-repartition",
                        "pairs-to-item-repartition");
    }

    private static String describe(TopologySettings settings) {
        Properties config = new Properties();
        config.put(StreamsConfig.APPLICATION_ID_CONFIG, "test");
        config.put(StreamsConfig.BOOTSTRAP_SERVERS_CONFIG, "none:1");
        config.put(StreamsConfig.ENSURE_EXPLICIT_INTERNAL_RESOURCE_NAMING_CONFIG, "true");
        return RecommenderTopology.build(settings, WindowClock.live(Clock.systemUTC()), config)
                .describe()
                .toString();
    }
}
