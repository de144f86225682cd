package dev.millrace.stack.bench;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.google.protobuf.ByteString;
import dev.millrace.contract.proto.IqRequest;
import dev.millrace.contract.proto.IqResponse;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.OptionalLong;

/// One HTTP/1.1 connection that is kept, with the two questions a probe asks.
final class KeepAlive implements AutoCloseable {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Duration PATIENCE = Duration.ofSeconds(5);
    private static final int OK = 200;

    private final HttpClient http = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(PATIENCE)
            .build();
    private final URI base;

    KeepAlive(URI base) {
        this.base = base;
    }

    /// The JSON answer of the API.
    JsonNode json(String path) throws IOException, InterruptedException {
        HttpRequest request =
                HttpRequest.newBuilder(base.resolve(path)).timeout(PATIENCE).build();
        HttpResponse<byte[]> answer = http.send(request, HttpResponse.BodyHandlers.ofByteArray());
        return answer.statusCode() == OK ? JSON.readTree(answer.body()) : JSON.createObjectNode();
    }

    /// How old the oldest input of an answer is, in milliseconds, as its header says; empty when it does not.
    OptionalLong freshnessMs(String path) throws IOException, InterruptedException {
        HttpRequest request =
                HttpRequest.newBuilder(base.resolve(path)).timeout(PATIENCE).build();
        return http.send(request, HttpResponse.BodyHandlers.discarding())
                .headers()
                .firstValueAsLong("X-Freshness-Ms");
    }

    /// Text of any page.
    String text(String path) throws IOException, InterruptedException {
        HttpRequest request =
                HttpRequest.newBuilder(base.resolve(path)).timeout(PATIENCE).build();
        return http.send(request, HttpResponse.BodyHandlers.ofString()).body();
    }

    /// The value of a store entry; empty bytes when there is none.
    ByteString stored(Probe.StoreKey key) throws IOException, InterruptedException {
        IqRequest read = IqRequest.newBuilder()
                .addReads(IqRequest.Read.newBuilder()
                        .setStore(key.store())
                        .setPartition(key.partition())
                        .setKey(key.key()))
                .build();
        HttpRequest request = HttpRequest.newBuilder(base.resolve("/iq/read"))
                .timeout(PATIENCE)
                .header("Content-Type", "application/x-protobuf")
                .POST(HttpRequest.BodyPublishers.ofByteArray(read.toByteArray()))
                .build();
        HttpResponse<byte[]> answer = http.send(request, HttpResponse.BodyHandlers.ofByteArray());
        if (answer.statusCode() != OK) {
            throw new IOException("/iq/read answered " + answer.statusCode());
        }
        return IqResponse.parseFrom(answer.body()).getAnswers(0).getValue();
    }

    @Override
    public void close() {
        http.shutdownNow();
    }
}
