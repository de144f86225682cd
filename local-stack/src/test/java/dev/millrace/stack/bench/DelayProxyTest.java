package dev.millrace.stack.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class DelayProxyTest {
    private static final long NANOS_A_MILLI = 1_000_000;

    private ServerSocket echo;
    private DelayProxy proxy;

    @BeforeEach
    void start() throws IOException {
        echo = new ServerSocket(0, 5, InetAddress.getLoopbackAddress());
        Thread.ofVirtual().start(() -> {
            while (!echo.isClosed()) {
                try {
                    Socket socket = echo.accept();
                    Thread.ofVirtual().start(() -> echo(socket));
                } catch (IOException e) {
                    return;
                }
            }
        });
        proxy = DelayProxy.start(echo.getLocalPort());
    }

    private static void echo(Socket socket) {
        try (socket) {
            socket.getInputStream().transferTo(socket.getOutputStream());
        } catch (IOException e) {
            // the test is over
        }
    }

    @AfterEach
    void stop() throws IOException {
        proxy.close();
        echo.close();
    }

    @Test
    void carriesBothWays() throws IOException {
        try (Socket socket = connect()) {
            assertThat(ask(socket, "one")).isEqualTo("one");
            assertThat(ask(socket, "two")).isEqualTo("two");
        }
    }

    @Test
    void holdsBackEveryAnswer() throws IOException {
        try (Socket socket = connect()) {
            ask(socket, "warm");
            proxy.delay(DelayProxy.Delay.of(Duration.ofMillis(80)));
            assertThat(msOf(socket, "one")).isGreaterThanOrEqualTo(80);
        }
    }

    @Test
    void holdsBackTheAnswersToSlowQuestions() throws IOException {
        proxy.delay(new DelayProxy.Delay(Duration.ofMillis(1), "slow", Duration.ofMillis(150)));
        try (Socket socket = connect()) {
            assertThat(msOf(socket, "a slow one")).isGreaterThanOrEqualTo(150);
            assertThat(msOf(socket, "another")).isBetween(1L, 149L);
        }
    }

    @Test
    void endsTheConnectionsWithIt() throws IOException {
        try (Socket socket = connect()) {
            ask(socket, "one");
            proxy.close();
            assertThat(isEnded(socket)).isTrue();
        }
    }

    private static boolean isEnded(Socket socket) {
        try {
            socket.setSoTimeout(5_000);
            return socket.getInputStream().read() < 0;
        } catch (java.net.SocketException e) {
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    private Socket connect() throws IOException {
        return new Socket(InetAddress.getLoopbackAddress(), proxy.port());
    }

    private static long msOf(Socket socket, String text) throws IOException {
        long began = System.nanoTime();
        ask(socket, text);
        return (System.nanoTime() - began) / NANOS_A_MILLI;
    }

    private static String ask(Socket socket, String text) throws IOException {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        OutputStream out = socket.getOutputStream();
        out.write(bytes);
        InputStream in = socket.getInputStream();
        return new String(in.readNBytes(bytes.length), StandardCharsets.UTF_8);
    }
}
