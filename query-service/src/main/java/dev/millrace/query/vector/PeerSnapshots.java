package dev.millrace.query.vector;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.helidon.http.HeaderNames;
import io.helidon.webclient.http1.Http1Client;
import io.helidon.webclient.http1.Http1ClientRequest;
import io.helidon.webclient.http1.Http1ClientResponse;
import java.io.BufferedInputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;

/// The snapshots of another instance: `GET /internal/vectors` and `GET /internal/vectors/{model}`.
public final class PeerSnapshots implements SnapshotSource {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int HTTP_OK = 200;
    private static final int BUFFER = 1 << 16;
    private static final int PIECES = 20;

    private final String host;
    private final Duration timeout;
    private final String token;
    private final Http1Client client;

    /// @param host `host:port`
    /// @param timeout for connecting, and for each piece of an answer; twenty times that for all of it
    /// @param token that is shown; empty for none
    public PeerSnapshots(String host, Duration timeout, String token) {
        this.host = host;
        this.timeout = timeout;
        this.token = token;
        client = Http1Client.builder()
                .socketOptions(socket -> socket.connectTimeout(timeout).readTimeout(timeout))
                .readTimeout(timeout)
                .keepAlive(false)
                .build();
    }

    @Override
    public String name() {
        return host;
    }

    @Override
    public List<String> models() throws IOException {
        try (InputStream body = get("/internal/vectors")) {
            return Arrays.stream(JSON.readValue(body, String[].class))
                    .filter(Snapshot::isName)
                    .toList();
        }
    }

    @Override
    public InputStream open(String model) throws IOException {
        return new BufferedInputStream(get("/internal/vectors/" + model), BUFFER);
    }

    private InputStream get(String path) throws IOException {
        try {
            Http1ClientRequest request = client.get("http://" + host + path);
            if (!token.isEmpty()) {
                request.header(HeaderNames.AUTHORIZATION, "Bearer " + token);
            }
            Http1ClientResponse response = request.request();
            if (response.status().code() != HTTP_OK) {
                response.close();
                throw new IOException(host + " answered " + response.status() + " for " + path);
            }
            return body(response);
        } catch (RuntimeException e) { // as Helidon says that nobody is there
            throw new IOException("no answer from " + host + ": " + e.getMessage(), e);
        }
    }

    /// The answer's body, until the time for it is over.
    private InputStream body(Http1ClientResponse response) {
        long end = System.nanoTime() + PIECES * timeout.toNanos();
        return new FilterInputStream(response.inputStream()) {
            @Override
            public int read(byte[] into, int offset, int length) throws IOException {
                if (System.nanoTime() - end > 0) {
                    throw new IOException(host + " has sent for longer than " + timeout.multipliedBy(PIECES));
                }
                return super.read(into, offset, length);
            }

            @Override
            public void close() {
                response.close(); // what has not been read is not waited for
            }
        };
    }
}
