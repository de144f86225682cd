package dev.millrace.query.state;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.millrace.contract.proto.IqRequest;
import dev.millrace.contract.proto.IqResponse;
import dev.millrace.query.wait.TimerWheel;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// Hosts that accept, and then say nothing, or one byte after the other.
@Timeout(60)
class HttpIqTransportTest {
    private static final int BACKLOG = 1_024;
    private static final long MINUTE_NANOS = Duration.ofMinutes(1).toNanos();

    private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
    private final HttpIqTransport transport = new HttpIqTransport(registry);
    private final CountDownLatch end = new CountDownLatch(1);
    private final CountDownLatch dripped = new CountDownLatch(3);
    private final Semaphore closed = new Semaphore(0);
    private final List<Socket> accepted = new ArrayList<>();
    private final ServerSocket server = listen();

    private static ServerSocket listen() {
        try {
            return new ServerSocket(0, BACKLOG, InetAddress.getLoopbackAddress());
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private String host() {
        return "127.0.0.1:" + server.getLocalPort();
    }

    @AfterEach
    void close() throws IOException {
        end.countDown();
        transport.close();
        server.close();
        synchronized (accepted) {
            for (Socket socket : accepted) {
                socket.close();
            }
        }
    }

    /// Takes every connection, answers one request on each when it is let, and keeps them.
    private void answerWhen(CountDownLatch may) {
        Thread.ofVirtual().start(() -> {
            try {
                while (true) {
                    Socket socket = server.accept();
                    synchronized (accepted) {
                        accepted.add(socket);
                    }
                    Thread.ofVirtual().start(() -> answer(socket, may));
                }
            } catch (IOException e) {
                // the server has been closed
            }
        });
    }

    private static void answer(Socket socket, CountDownLatch may) {
        try {
            while (socket.getInputStream().read(new byte[4096]) > 0) {
                may.await();
                socket.getOutputStream()
                        .write("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
            }
        } catch (IOException e) {
            // the other side has gone
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private IqResponse read() {
        return transport.read(host(), IqRequest.getDefaultInstance(), System.nanoTime() + MINUTE_NANOS);
    }

    /// A read on a virtual thread, as the transport wants it.
    private IqResponse readAside() throws InterruptedException {
        FutureTask<IqResponse> reading = new FutureTask<>(this::read);
        Thread.ofVirtual().start(reading);
        try {
            return reading.get();
        } catch (ExecutionException e) {
            throw e.getCause() instanceof IqException refused ? refused : new IllegalStateException(e.getCause());
        }
    }

    private List<Future<IqResponse>> reads(ExecutorService threads, int count) {
        List<Future<IqResponse>> reads = new ArrayList<>();
        for (int each = 0; each < count; each++) {
            reads.add(threads.submit(this::read));
        }
        return reads;
    }

    @Test
    void moreThanAHostMayHaveAtOnceAreRefusedAndNoPlaceIsLost() throws Exception {
        CountDownLatch may = new CountDownLatch(1);
        answerWhen(may);
        ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
        try {
            for (int round = 0; round < 2; round++) { // those of the first round are interrupted
                List<Future<IqResponse>> reads = reads(threads, 400);
                await().until(() -> reads.stream().filter(Future::isDone).count() == 400 - 256);
                assertThat(reads.stream().filter(Future::isDone))
                        .allSatisfy(read -> assertThat(read.exceptionNow()).isInstanceOf(IqBusyException.class));
                if (round == 0) {
                    reads.forEach(read -> read.cancel(true));
                    await().until(() -> reads("cancelled") == 256);
                } else {
                    may.countDown();
                    for (Future<IqResponse> read : reads) {
                        if (read.state() != Future.State.FAILED) {
                            assertThat(read.get()).isEqualTo(IqResponse.getDefaultInstance());
                        }
                    }
                }
            }
        } finally {
            threads.shutdownNow();
        }
    }

    @Test
    void oneReadFindsThatAllIdleConnectionsHaveBeenClosed() throws Exception {
        CountDownLatch may = new CountDownLatch(1);
        answerWhen(may);
        ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
        try {
            List<Future<IqResponse>> reads = reads(threads, 20);
            await().until(() -> {
                synchronized (accepted) {
                    return accepted.size() == 20;
                }
            });
            may.countDown();
            for (Future<IqResponse> read : reads) {
                read.get();
            }
            synchronized (accepted) {
                for (Socket socket : accepted) {
                    socket.close();
                }
            }
            assertThat(readAside()).isEqualTo(IqResponse.getDefaultInstance());
        } finally {
            threads.shutdownNow();
        }
    }

    @Test
    void aReadOfAHostThatTakesNoMoreConnectionsEndsWhenItIsInterrupted() throws Exception {
        List<Socket> waiting = new ArrayList<>();
        try (ServerSocket full = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            String name = "127.0.0.1:" + full.getLocalPort();
            for (int each = 0; each < 2; each++) { // Linux lets one more wait than it was told
                waiting.add(new Socket(InetAddress.getLoopbackAddress(), full.getLocalPort()));
            }
            FutureTask<IqResponse> reading = new FutureTask<>(
                    () -> transport.read(name, IqRequest.getDefaultInstance(), System.nanoTime() + MINUTE_NANOS));
            Thread thread = Thread.ofVirtual().start(reading);
            TimerWheel.at(System.nanoTime() + Duration.ofMillis(50).toNanos(), thread::interrupt);
            assertThatThrownBy(reading::get).hasCauseInstanceOf(IqException.class);
        } finally {
            for (Socket socket : waiting) {
                socket.close();
            }
        }
        assertThat(reads("cancelled")).isEqualTo(1);
    }

    @Test
    void aReadOfAThreadThatHasBeenInterruptedEndsAtOnce() throws InterruptedException {
        answerWhen(new CountDownLatch(1));
        FutureTask<IqResponse> reading = new FutureTask<>(this::read);
        Thread thread = Thread.ofVirtual().unstarted(() -> {
            Thread.currentThread().interrupt();
            reading.run();
        });
        thread.start();
        assertThatThrownBy(reading::get).hasCauseInstanceOf(IqException.class);
        assertThat(reads("cancelled")).isEqualTo(1);
    }

    @Test
    void aReadOfAClosedClientIsNoAnswer() {
        transport.close();
        assertThatThrownBy(this::readAside).isInstanceOf(IqException.class);
    }

    private void drip() {
        Thread.ofVirtual().start(() -> {
            try {
                Socket socket = server.accept();
                synchronized (accepted) {
                    accepted.add(socket);
                }
                socket.getOutputStream().write("HTTP/1.1 200 OK\r\nX-Slow: ".getBytes(StandardCharsets.US_ASCII));
                while (!end.await(20, TimeUnit.MILLISECONDS)) {
                    socket.getOutputStream().write('x');
                    dripped.countDown();
                }
            } catch (IOException e) {
                // the other side has gone
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
    }

    /// Answers each connection's first request and closes it then, without a word.
    private void answerOnceAConnection(int connections) {
        Thread.ofVirtual().start(() -> {
            try {
                for (int each = 0; each < connections; each++) {
                    try (Socket socket = server.accept()) {
                        socket.getInputStream().read(new byte[4096]);
                        socket.getOutputStream()
                                .write("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n"
                                        .getBytes(StandardCharsets.US_ASCII));
                    }
                    closed.release();
                }
            } catch (IOException e) {
                // the other side has gone
            }
        });
    }

    @Test
    void aConnectionThatItsHostHasClosedMeanwhileIsMadeAnew() throws InterruptedException {
        answerOnceAConnection(3);
        for (int each = 0; each < 3; each++) {
            assertThat(readAside()).isEqualTo(IqResponse.getDefaultInstance());
            closed.acquire();
        }
        assertThat(reads("ok")).isEqualTo(3);
    }

    @Test
    void anotherStatusIsNoAnswer() {
        Thread.ofVirtual().start(() -> {
            try (Socket socket = server.accept()) {
                socket.getInputStream().read(new byte[4096]);
                socket.getOutputStream()
                        .write("HTTP/1.1 503 No\r\nContent-Length: 2\r\n\r\nno".getBytes(StandardCharsets.US_ASCII));
            } catch (IOException e) {
                // the other side has gone
            }
        });
        assertThatThrownBy(this::readAside)
                .isInstanceOf(IqException.class)
                .hasMessageContaining(host() + " answered 503");
        assertThat(reads("failed")).isEqualTo(1);
    }

    @Test
    void aHostThatIsNotThereIsAFailure() throws IOException {
        server.close();
        assertThatThrownBy(this::readAside).isInstanceOf(IqException.class);
        assertThat(reads("failed")).isEqualTo(1);
    }

    @Test
    void routesOfASilentHostEndAtALimitBelowAMillisecond() {
        assertThatThrownBy(() -> transport.routes(host(), Duration.ofNanos(500_000)))
                .isInstanceOf(IqException.class);
    }

    @Test
    void routesOfAHostThatAnswersInPiecesEndAtTheLimit() {
        drip();
        assertThatThrownBy(() -> transport.routes(host(), Duration.ofMillis(300)))
                .isInstanceOf(IqException.class)
                .hasMessageContaining("within PT0.3S");
    }

    @Test
    void aReadOfASilentHostThatIsInterruptedAtTheLimitIsATimeout() throws InterruptedException {
        readOf(Duration.ofMillis(1), Duration.ofMillis(50));
        assertThat(reads("timeout")).isEqualTo(1);
    }

    @Test
    void aReadThatIsInterruptedBeforeTheLimitIsCancelled() throws InterruptedException {
        readOf(Duration.ofHours(1), Duration.ofMillis(50));
        assertThat(reads("cancelled")).isEqualTo(1);
    }

    /// Ends it by an interrupt, as [Round] does.
    private void readOf(Duration limit, Duration interruptAfter) throws InterruptedException {
        CountDownLatch refused = new CountDownLatch(1);
        Thread reading = Thread.ofVirtual().start(() -> {
            try {
                transport.read(host(), IqRequest.getDefaultInstance(), System.nanoTime() + limit.toNanos());
            } catch (IqException e) {
                refused.countDown();
            }
        });
        TimerWheel.at(System.nanoTime() + interruptAfter.toNanos(), reading::interrupt);
        assertThat(refused.await(30, TimeUnit.SECONDS)).isTrue();
        reading.join();
    }

    private long reads(String outcome) {
        return registry.get("millrace.iq.requests")
                .tag("outcome", outcome)
                .tag("kind", "read")
                .timer()
                .count();
    }

    @Test
    void aReadOfAHostThatAnswersInPiecesEndsWhenItIsInterrupted() throws InterruptedException {
        drip();
        CountDownLatch refused = new CountDownLatch(1);
        Thread reading = Thread.ofVirtual().start(() -> {
            try {
                read();
            } catch (IqException e) {
                refused.countDown();
            }
        });
        dripped.await();
        reading.interrupt();
        assertThat(refused.await(30, TimeUnit.SECONDS)).isTrue();
    }
}
