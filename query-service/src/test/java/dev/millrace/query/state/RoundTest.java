package dev.millrace.query.state;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.contract.id.ItemId;
import dev.millrace.contract.proto.IqResponse;
import dev.millrace.contract.proto.IqResponse.Answer;
import dev.millrace.contract.proto.IqResponse.Status;
import dev.millrace.contract.store.QueryableStore;
import dev.millrace.query.wait.TimerWheel;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/// Two copies of one unit; each answers when the test lets it.
class RoundTest {
    private final ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor();
    private final CountDownLatch secondAsked = new CountDownLatch(1);
    private final List<String> outrun = new ArrayList<>();
    private final List<String> silent = new ArrayList<>();
    private final List<OpenUnit> open = OpenUnit.of(List.of(Lookup.of(QueryableStore.STATISTICS, ItemId.dataset(1))));

    @BeforeAll
    static void turn() {
        TimerWheel.start();
    }

    @AfterEach
    void close() {
        executor.shutdownNow();
    }

    @Test
    void aSlowOwnerThatIsFirstAfterAllBlamesNobody() {
        run("owner");
        assertThat(outrun).isEmpty();
    }

    @Test
    void anOwnerThatAnotherCopyOutranIsToldOf() {
        run("standby");
        assertThat(outrun).containsExactly("owner");
    }

    @Test
    void whoSaysNothingWithinTheLimitIsToldOfAndInterrupted() throws InterruptedException {
        Map<Lookup<?>, Answer> answers = new HashMap<>();
        boolean misrouted = new Round(executor, asker("nobody"), answers, new SimpleMeterRegistry().counter("repeats"))
                .run(
                        Map.of("owner", List.copyOf(open)),
                        open,
                        Duration.ofMillis(500), // long enough for a slow machine to hedge before
                        System.nanoTime() + Duration.ofSeconds(30).toNanos(),
                        Duration.ofMillis(5),
                        slow -> Map.of("standby", List.copyOf(slow)));
        assertThat(misrouted).isFalse();
        assertThat(open).hasSize(1);
        assertThat(silent).containsExactlyInAnyOrder("owner", "standby");
        executor.shutdown();
        assertThat(executor.awaitTermination(1, TimeUnit.MINUTES))
                .as("both threads have ended")
                .isTrue();
    }

    private void run(String answering) {
        Map<Lookup<?>, Answer> answers = new HashMap<>();
        new Round(executor, asker(answering), answers, new SimpleMeterRegistry().counter("repeats"))
                .run(
                        Map.of("owner", List.copyOf(open)),
                        open,
                        Duration.ofSeconds(20),
                        System.nanoTime() + Duration.ofSeconds(30).toNanos(),
                        Duration.ofMillis(5),
                        slow -> Map.of("standby", List.copyOf(slow)));
        assertThat(answers).hasSize(1);
        assertThat(open).isEmpty();
    }

    private Round.Asker asker(String answering) {
        return new Round.Asker() {
            @Override
            public HostAnswer ask(String host, List<OpenUnit> units, long until) {
                try {
                    if (host.equals("standby")) {
                        secondAsked.countDown();
                    }
                    if (host.equals(answering)) {
                        secondAsked.await();
                        return HostAnswer.of(
                                List.copyOf(units.getFirst().lookups()),
                                IqResponse.newBuilder()
                                        .addAnswers(Answer.newBuilder().setStatus(Status.ABSENT))
                                        .build());
                    }
                    new CountDownLatch(1).await();
                    return HostAnswer.NONE;
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                    return HostAnswer.NONE;
                }
            }

            @Override
            public void silent(String host) {
                silent.add(host);
            }

            @Override
            public void outrun(String host) {
                outrun.add(host);
            }
        };
    }
}
