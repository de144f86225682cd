package dev.millrace.query.state;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.millrace.contract.proto.IqRequest;
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
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// Hosts that accept, and then say nothing, or one byte after the other.
@Timeout(60)
class HttpIqTransportTest {
    private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
    private final HttpIqTransport transport = new HttpIqTransport(Duration.ofSeconds(30), registry);
    private final CountDownLatch end = new CountDownLatch(1);
    private final List<Socket> accepted = new ArrayList<>();
    private final ServerSocket server = listen();

    private static ServerSocket listen() {
        try {
            return new ServerSocket(0, 5, InetAddress.getLoopbackAddress());
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
                }
            } catch (IOException e) {
                // the other side has gone
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
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
    void aReadOfASilentHostEndsAtTheLimitOfItsSocket() {
        assertThatThrownBy(() -> transport.read(host(), IqRequest.getDefaultInstance(), Duration.ofMillis(50)))
                .isInstanceOf(IqException.class);
        assertThat(registry.get("millrace.iq.requests")
                        .tag("outcome", "timeout")
                        .tag("kind", "read")
                        .timer()
                        .count())
                .isEqualTo(1);
    }

    @Test
    void aReadOfAHostThatAnswersInPiecesEndsWhenItIsInterrupted() throws InterruptedException {
        drip();
        CountDownLatch refused = new CountDownLatch(1);
        Thread reading = Thread.ofVirtual().start(() -> {
            try {
                transport.read(host(), IqRequest.getDefaultInstance(), Duration.ofSeconds(20));
            } catch (IqException e) {
                refused.countDown();
            }
        });
        reading.interrupt();
        assertThat(refused.await(30, TimeUnit.SECONDS)).isTrue();
    }
}
