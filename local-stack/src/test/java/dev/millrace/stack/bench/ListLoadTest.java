package dev.millrace.stack.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ListLoadTest {
    private static final List<ListKind.Question> ONE =
            List.of(new ListKind.Question(ListKind.TRENDING, RawConnection.get("/"), ""));

    private HttpServer server;

    @BeforeEach
    void start() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.start();
    }

    @AfterEach
    void stop() {
        server.stop(0);
    }

    @Test
    void asksOverEachConnectionUntilTheTimeIsUp() throws InterruptedException {
        answer(200, 10, new CountDownLatch(0));
        LoadResult result = load().closed(3, Duration.ofMillis(200));
        assertThat(result.asked()).isGreaterThan(3);
        assertThat(result.failures()).isZero();
        result.requireRight();
    }

    @Test
    void countsTheTimeFromWhenAQuestionWasDue() throws InterruptedException {
        CountDownLatch gate = new CountDownLatch(1);
        answer(200, 10, gate);
        Thread.ofVirtual().start(() -> {
            try {
                TimeUnit.MILLISECONDS.sleep(300);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            gate.countDown();
        });
        long[] due = IntStream.range(0, 200).mapToLong(i -> i * 1_000_000L).toArray();
        LoadResult result = load().open(due);
        assertThat(result.asked() + result.unsent()).isEqualTo(200);
        assertThat(result.ms().stream().filter(ms -> ms > 90).count())
                .as("more wait than there are connections, and all of them are counted as waiting")
                .isGreaterThan(100);
    }

    @Test
    void tellsRefusalsAndWrongAnswersApart() throws InterruptedException {
        answer(503, 10, new CountDownLatch(0));
        LoadResult refused = load().open(new long[] {0, 1});
        assertThat(refused.errors()).containsEntry("status 503", 2);
        refused.requireRight();
    }

    @Test
    void refusesAFastWrongAnswer() throws InterruptedException {
        answer(200, 9, new CountDownLatch(0));
        LoadResult wrong = load().open(new long[] {0});
        assertThatThrownBy(wrong::requireRight).hasMessageContaining("9 items instead of 10");
    }

    private ListLoad load() {
        return new ListLoad(server.getAddress().getPort(), ONE);
    }

    private void answer(int status, int items, CountDownLatch gate) {
        String list = IntStream.range(0, items)
                .mapToObj(i -> "{\"item_id\":\"ds:%d\"}".formatted(i))
                .collect(Collectors.joining(",", "{\"items\":[", "]}"));
        byte[] body = list.getBytes(StandardCharsets.UTF_8);
        server.createContext("/", exchange -> {
            try (exchange) {
                gate.await();
                exchange.sendResponseHeaders(status, body.length);
                exchange.getResponseBody().write(body);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
    }
}
