package dev.millrace.query.state;

import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.Parser;
import dev.millrace.contract.proto.IqRequest;
import dev.millrace.contract.proto.IqResponse;
import dev.millrace.contract.proto.IqRoutes;
import io.helidon.common.media.type.MediaType;
import io.helidon.common.media.type.MediaTypes;
import io.helidon.webclient.http1.Http1Client;
import io.helidon.webclient.http1.Http1ClientRequest;
import io.helidon.webclient.http1.Http1ClientResponse;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;

/// HTTP/1.1 with kept-alive connections and without Nagle's delay.
///
/// The socket's read timeout bounds one read only, so each exchange runs on a virtual thread of its own and is
/// interrupted at the limit; an interrupt closes the socket.
public final class HttpIqTransport implements IqTransport, AutoCloseable {
    private static final MediaType PROTOBUF = MediaTypes.create("application", "x-protobuf");
    private static final int HTTP_OK = 200;

    private final ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor();
    private final MeterRegistry registry;
    private final Http1Client client;

    public HttpIqTransport(Duration connectTimeout, MeterRegistry registry) {
        this.registry = registry;
        client = Http1Client.builder()
                .socketOptions(socket ->
                        socket.tcpNoDelay(true).connectTimeout(connectTimeout).readTimeout(connectTimeout))
                .shareConnectionCache(false)
                .connectionCacheSize(256)
                .build();
    }

    @Override
    public IqResponse read(String host, IqRequest request, Duration limit) {
        byte[] body = request.toByteArray();
        return exchange(
                "read",
                host,
                limit,
                IqResponse.parser(),
                http -> http.post("http://" + host + "/iq/read")
                        .contentType(PROTOBUF)
                        .readTimeout(limit),
                body);
    }

    @Override
    public IqRoutes routes(String host, Duration limit) {
        return exchange(
                "routes",
                host,
                limit,
                IqRoutes.parser(),
                http -> http.get("http://" + host + "/iq/routes").readTimeout(limit),
                new byte[0]);
    }

    private <T> T exchange(
            String kind,
            String host,
            Duration limit,
            Parser<T> parser,
            Function<Http1Client, Http1ClientRequest> request,
            byte[] body) {
        Timer.Sample sample = Timer.start(registry);
        String outcome = "failed";
        Future<byte[]> answer = submit(() -> send(host, request.apply(client), body));
        try {
            T message = parser.parseFrom(answer.get(limit.toNanos(), TimeUnit.NANOSECONDS));
            outcome = "ok";
            return message;
        } catch (TimeoutException e) {
            outcome = "timeout";
            answer.cancel(true);
            throw new IqException("no answer from " + host + " within " + limit, e);
        } catch (ExecutionException e) {
            throw new IqException("no answer from " + host + ": " + e.getCause(), e);
        } catch (InvalidProtocolBufferException e) {
            throw new IqException("answer of " + host + " is no " + kind + " message", e);
        } catch (InterruptedException e) {
            outcome = "cancelled"; // another copy has answered, or the caller has gone
            answer.cancel(true);
            Thread.currentThread().interrupt();
            throw new IqException("interrupted while waiting for " + host, e);
        } finally {
            sample.stop(Timer.builder("millrace.iq.requests")
                    .tag("kind", kind)
                    .tag("outcome", outcome)
                    .publishPercentileHistogram()
                    .register(registry));
        }
    }

    private Future<byte[]> submit(Callable<byte[]> task) {
        try {
            return executor.submit(task);
        } catch (RejectedExecutionException e) {
            throw new IqException("this client has been closed", e);
        }
    }

    private static byte[] send(String host, Http1ClientRequest request, byte[] body) {
        try (Http1ClientResponse response = body.length == 0 ? request.request() : request.submit(body)) {
            if (response.status().code() != HTTP_OK) {
                throw new IqException(host + " answered " + response.status());
            }
            return response.entity().as(byte[].class);
        }
    }

    /// Closes idle connections and ends waiting exchanges.
    @Override
    public void close() {
        executor.shutdownNow();
        client.closeResource();
    }
}
