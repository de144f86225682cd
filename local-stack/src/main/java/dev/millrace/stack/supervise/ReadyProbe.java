package dev.millrace.stack.supervise;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;

/// Asks a part on this machine whether it does its work.
@FunctionalInterface
public interface ReadyProbe {
    /// How long one question may take.
    Duration PATIENCE = Duration.ofSeconds(2);

    /// One question; false when there is no answer.
    boolean isReady();

    /// Ready when it takes connections.
    static ReadyProbe tcp(int port) {
        return () -> {
            try (Socket socket = new Socket()) {
                socket.connect(
                        new InetSocketAddress(InetAddress.getLoopbackAddress(), port), (int) PATIENCE.toMillis());
                return true;
            } catch (IOException e) {
                return false;
            }
        };
    }

    /// Ready when `GET /ready` answers 200.
    static ReadyProbe http(int port) {
        var client = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .connectTimeout(PATIENCE)
                .build();
        var question = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/ready"))
                .timeout(PATIENCE)
                .build();
        return () -> {
            try {
                return client.send(question, HttpResponse.BodyHandlers.discarding())
                                .statusCode()
                        == 200;
            } catch (IOException e) {
                return false;
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return false;
            }
        };
    }
}
