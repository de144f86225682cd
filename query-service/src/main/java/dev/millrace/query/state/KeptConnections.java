package dev.millrace.query.state;

import java.io.IOException;
import java.net.ConnectException;
import java.net.SocketException;
import java.net.URISyntaxException;
import java.time.Duration;
import org.apache.hc.core5.http.ClassicHttpRequest;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.ContentType;
import org.apache.hc.core5.http.HttpException;
import org.apache.hc.core5.http.HttpHost;
import org.apache.hc.core5.http.HttpStatus;
import org.apache.hc.core5.http.NoHttpResponseException;
import org.apache.hc.core5.http.impl.bootstrap.HttpRequester;
import org.apache.hc.core5.http.impl.bootstrap.RequesterBootstrap;
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
/// idle ones are closed and the exchange, which changes nothing there, is made once more.
///
/// **Threads:** any.
final class KeptConnections implements AutoCloseable {
    private static final ContentType PROTOBUF = ContentType.create("application/x-protobuf");
    private static final int MAX_CONNECTIONS = 256;
    private static final int MAX_ANSWER_BYTES = 64 << 20;
    /// Well below the time after which streams-app closes an idle one.
    private static final Timeout LONGEST_USE = Timeout.ofSeconds(20);

    private static final HttpProcessor HEADERS =
            new DefaultHttpProcessor(new RequestContent(), new RequestTargetHost());

    private final HttpRequester requester;
    private final Timeout connectTimeout;

    KeptConnections(Duration connectTimeout) {
        this.connectTimeout = Timeout.of(connectTimeout);
        requester = RequesterBootstrap.bootstrap()
                .setHttpProcessor(HEADERS)
                .setSocketConfig(SocketConfig.custom()
                        .setTcpNoDelay(true)
                        .setSoTimeout(Timeout.DISABLED)
                        .build())
                .setPoolConcurrencyPolicy(PoolConcurrencyPolicy.LAX)
                .setTimeToLive(LONGEST_USE)
                .setDefaultMaxPerRoute(MAX_CONNECTIONS)
                .setMaxTotal(MAX_CONNECTIONS)
                .create();
    }

    /// What the host answers to a GET.
    ///
    /// @throws IOException when it cannot be reached or answers with another status than 200
    byte[] get(String host, String path) throws IOException {
        return exchange(host, () -> new BasicClassicHttpRequest("GET", path));
    }

    /// What the host answers to a POST of a Protobuf message.
    ///
    /// @throws IOException as with [#get]
    byte[] post(String host, String path, byte[] body) throws IOException {
        return exchange(host, () -> {
            var request = new BasicClassicHttpRequest("POST", path);
            request.setEntity(new ByteArrayEntity(body, PROTOBUF));
            return request;
        });
    }

    @FunctionalInterface
    private interface Request {
        ClassicHttpRequest make();
    }

    private byte[] exchange(String host, Request request) throws IOException {
        HttpHost target = target(host);
        try {
            return once(target, request.make());
        } catch (ConnectException e) {
            throw e;
        } catch (NoHttpResponseException | SocketException e) {
            if (Thread.currentThread().isInterrupted()) {
                throw e;
            }
            requester.closeIdle(TimeValue.ZERO_MILLISECONDS);
            return once(target, request.make());
        }
    }

    private byte[] once(HttpHost target, ClassicHttpRequest request) throws IOException {
        try {
            return requester.execute(
                    target, request, connectTimeout, HttpCoreContext.create(), response -> bytes(target, response));
        } catch (HttpException e) {
            throw new IOException(target.toHostString() + " does not speak HTTP: " + e.getMessage(), e);
        }
    }

    private static byte[] bytes(HttpHost host, ClassicHttpResponse response) throws IOException {
        byte[] body = EntityUtils.toByteArray(response.getEntity(), MAX_ANSWER_BYTES);
        if (response.getCode() != HttpStatus.SC_OK) {
            throw new IOException(host.toHostString() + " answered " + response.getCode());
        }
        return body == null ? new byte[0] : body;
    }

    private static HttpHost target(String host) throws IOException {
        try {
            return HttpHost.create(host);
        } catch (URISyntaxException e) {
            throw new IOException("not a host and port: " + host, e);
        }
    }

    @Override
    public void close() {
        requester.close(CloseMode.IMMEDIATE);
    }
}
