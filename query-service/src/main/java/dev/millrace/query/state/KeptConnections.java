package dev.millrace.query.state;

import java.io.IOException;
import java.net.BindException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.SocketException;
import java.net.URISyntaxException;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import org.apache.hc.core5.http.ClassicHttpRequest;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.ContentType;
import org.apache.hc.core5.http.HttpEntity;
import org.apache.hc.core5.http.HttpException;
import org.apache.hc.core5.http.HttpHeaders;
import org.apache.hc.core5.http.HttpHost;
import org.apache.hc.core5.http.HttpStatus;
import org.apache.hc.core5.http.NoHttpResponseException;
import org.apache.hc.core5.http.config.Http1Config;
import org.apache.hc.core5.http.impl.bootstrap.HttpRequester;
import org.apache.hc.core5.http.impl.bootstrap.RequesterBootstrap;
import org.apache.hc.core5.http.impl.io.DefaultBHttpClientConnectionFactory;
import org.apache.hc.core5.http.io.SocketConfig;
import org.apache.hc.core5.http.io.entity.ByteArrayEntity;
import org.apache.hc.core5.http.io.entity.EntityUtils;
import org.apache.hc.core5.http.message.BasicClassicHttpRequest;
import org.apache.hc.core5.http.protocol.DefaultHttpProcessor;
import org.apache.hc.core5.http.protocol.HttpCoreContext;
import org.apache.hc.core5.http.protocol.HttpProcessor;
import org.apache.hc.core5.http.protocol.RequestContent;
import org.apache.hc.core5.http.protocol.RequestTargetHost;
import org.apache.hc.core5.io.CloseMode;
import org.apache.hc.core5.pool.PoolConcurrencyPolicy;
import org.apache.hc.core5.util.TimeValue;
import org.apache.hc.core5.util.Timeout;

/// Exchanges of bytes by HTTP/1.1 over connections that are kept, without Nagle's delay. An exchange takes as long as
/// it takes; an interrupt of its virtual thread closes the socket.
///
/// Nobody watches an idle connection. One that its host has closed meanwhile is noticed when it is used: then all
/// idle ones of that host are closed and the exchange, which changes nothing there, is made once more.
///
/// An exchange never waits for another: a host has so many at once, and the next one is refused. (httpcore's pool would
/// let it wait, and forgets the place of one that is interrupted while it waits.)
///
/// **Threads:** any.
final class KeptConnections implements AutoCloseable {
    private static final ContentType PROTOBUF = ContentType.create("application/x-protobuf");
    /// With one host.
    private static final int MAX_EXCHANGES = 256;
    /// More than there are exchanges: connections that are being closed still count.
    private static final int MAX_CONNECTIONS = 4 * MAX_EXCHANGES;
    private static final int MAX_LINE_BYTES = 8_192;
    private static final int MAX_HEADERS = 100;
    private static final int MAX_ANSWER_BYTES = 64 << 20;
    /// There always is a place for an exchange that may begin.
    private static final Timeout NO_LEASE = Timeout.ofSeconds(1);
    /// Well below the time after which streams-app closes an idle one.
    private static final Timeout LONGEST_USE = Timeout.ofSeconds(20);

    private static final HttpProcessor HEADERS =
            new DefaultHttpProcessor(new RequestContent(), new RequestTargetHost());

    private static final DefaultBHttpClientConnectionFactory CONNECTIONS = DefaultBHttpClientConnectionFactory.builder()
            .http1Config(Http1Config.custom()
                    .setMaxLineLength(MAX_LINE_BYTES)
                    .setMaxHeaderCount(MAX_HEADERS)
                    .build())
            .build();

    private final Map<String, Host> hosts = new ConcurrentHashMap<>();
    private final String token;
    private volatile boolean closed;

    /// @param token that is shown to hosts as `Authorization: Bearer …`; empty for none
    KeptConnections(String token) {
        this.token = token;
    }

    /// One host, its connections, and how many exchanges may begin.
    private record Host(HttpHost target, HttpRequester requester, Semaphore free) {
        static Host of(String name) {
            try {
                return new Host(HttpHost.create(name), newRequester(), new Semaphore(MAX_EXCHANGES));
            } catch (URISyntaxException e) {
                throw new IllegalArgumentException("not a host and port: " + name, e);
            }
        }
    }

    private static HttpRequester newRequester() {
        return RequesterBootstrap.bootstrap()
                .setHttpProcessor(HEADERS)
                .setConnectionFactory(CONNECTIONS)
                .setSocketConfig(SocketConfig.custom()
                        .setTcpNoDelay(true)
                        .setSoTimeout(Timeout.DISABLED)
                        .build())
                .setPoolConcurrencyPolicy(PoolConcurrencyPolicy.LAX)
                .setTimeToLive(LONGEST_USE)
                .setDefaultMaxPerRoute(MAX_CONNECTIONS)
                .create();
    }

    /// What the host answers to a GET.
    ///
    /// @throws IOException when it cannot be reached or answers with another status than 200
    byte[] get(String host, String path) throws IOException {
        return exchange(host, () -> request("GET", path));
    }

    /// What the host answers to a POST of a Protobuf message.
    ///
    /// @throws IOException as with [#get]
    byte[] post(String host, String path, byte[] body) throws IOException {
        return exchange(host, () -> {
            ClassicHttpRequest request = request("POST", path);
            request.setEntity(new ByteArrayEntity(body, PROTOBUF));
            return request;
        });
    }

    private ClassicHttpRequest request(String method, String path) {
        var request = new BasicClassicHttpRequest(method, path);
        if (!token.isEmpty()) {
            request.addHeader(HttpHeaders.AUTHORIZATION, "Bearer " + token);
        }
        return request;
    }

    @FunctionalInterface
    private interface Request {
        ClassicHttpRequest make();
    }

    private byte[] exchange(String name, Request request) throws IOException {
        if (closed) {
            throw new IOException("this client has been closed");
        }
        Host host = hosts.computeIfAbsent(name, Host::of);
        if (!host.free().tryAcquire()) {
            throw new BusyException("%d exchanges with %s are open".formatted(MAX_EXCHANGES, name));
        }
        try {
            return exchange(host, request);
        } finally {
            host.free().release();
        }
    }

    private static byte[] exchange(Host host, Request request) throws IOException {
        try {
            return once(host, request.make());
        } catch (ConnectException | BindException | NoRouteToHostException e) {
            throw e;
        } catch (NoHttpResponseException | SocketException e) {
            if (Thread.currentThread().isInterrupted()) {
                throw e;
            }
            host.requester().closeIdle(TimeValue.ZERO_MILLISECONDS);
            return once(host, request.make());
        }
    }

    private static byte[] once(Host host, ClassicHttpRequest request) throws IOException {
        HttpHost target = host.target();
        try {
            return host.requester()
                    .execute(target, request, NO_LEASE, HttpCoreContext.create(), response -> bytes(target, response));
        } catch (HttpException e) {
            throw new IOException(target.toHostString() + " does not speak HTTP: " + e.getMessage(), e);
        }
    }

    private static byte[] bytes(HttpHost host, ClassicHttpResponse response) throws IOException {
        HttpEntity entity = response.getEntity();
        byte[] body = entity == null ? null : EntityUtils.toByteArray(entity, MAX_ANSWER_BYTES);
        if (response.getCode() != HttpStatus.SC_OK) {
            throw new IOException(host.toHostString() + " answered " + response.getCode());
        }
        return body == null ? new byte[0] : body;
    }

    /// There are as many exchanges with the host as there may be.
    static final class BusyException extends IOException {
        private static final long serialVersionUID = 1L;

        BusyException(String message) {
            super(message);
        }
    }

    /// Closes all connections; what is under way fails.
    @Override
    public void close() {
        closed = true;
        hosts.values().forEach(host -> host.requester().close(CloseMode.IMMEDIATE));
    }
}
