package dev.millrace.query.http;

import io.helidon.http.HeaderNames;
import io.helidon.http.HeaderValues;
import io.helidon.http.Method;
import io.helidon.http.Status;
import io.helidon.webserver.CloseConnectionException;
import io.helidon.webserver.http.Handler;
import io.helidon.webserver.http.HttpRouting;
import io.helidon.webserver.http.ServerResponse;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/// What every request passes: a request id, the one place where errors become answers, the headers that every answer
/// has, and the clock. Questions are bounded in number; probes are not, for a full service is alive.
final class Gate {
    private static final double NANOS_PER_SECOND = 1e9;

    private final MeterRegistry registry;
    private final InstantSource now;
    private final Semaphore room;
    private final List<String> routes = new ArrayList<>();

    /// @param atOnce how many questions may be answered at once; more are refused with 503
    Gate(MeterRegistry registry, InstantSource now, int atOnce) {
        this.registry = registry;
        this.now = now;
        this.room = new Semaphore(atOnce);
    }

    /// Answers GET (and HEAD, without the body) on `path` with `endpoint` while there is room, and other methods with
    /// 405.
    void register(HttpRouting.Builder routing, String path, String route, Endpoint endpoint) {
        registerProbe(routing, path, route, exchange -> {
            if (!room.tryAcquire()) {
                return Errors.busy(exchange.requestId());
            }
            try {
                return endpoint.answer(exchange);
            } finally {
                room.release();
            }
        });
    }

    /// The same without a bound.
    void registerProbe(HttpRouting.Builder routing, String path, String route, Endpoint endpoint) {
        registerRead(routing, path, route, endpoint);
        registerOthers(routing, path, route, "GET, HEAD");
    }

    /// Answers GET and HEAD with `show` and PUT with `change`, without a bound.
    void registerSetting(HttpRouting.Builder routing, String path, String route, Endpoint show, Endpoint change) {
        registerRead(routing, path, route, show);
        routing.route(Method.PUT, path, handler(route, change));
        routes.add("PUT " + path);
        registerOthers(routing, path, route, "GET, HEAD, PUT");
    }

    private void registerRead(HttpRouting.Builder routing, String path, String route, Endpoint endpoint) {
        Handler handler = handler(route, endpoint);
        routing.route(Method.GET, path, handler).route(Method.HEAD, path, handler);
        routes.add("GET " + path);
    }

    private void registerOthers(HttpRouting.Builder routing, String path, String route, String allowed) {
        routing.any(path, handler(route, exchange -> Errors.methodNotAllowed(exchange, allowed)));
    }

    /// Sends the file that `endpoint` names, piece by piece, however large; without a bound, and for GET alone.
    void registerFile(HttpRouting.Builder routing, String path, String route, FileEndpoint endpoint) {
        routing.route(Method.GET, path, (request, response) -> {
            long start = System.nanoTime();
            Exchange exchange = new Exchange(request, now);
            try (InputStream file = Files.newInputStream(endpoint.file(exchange))) {
                response.header(HeaderNames.CONTENT_TYPE, "application/octet-stream");
                response.header("Cache-Control", "no-store");
                common(response, exchange.requestId(), System.nanoTime() - start);
                try (OutputStream out = response.outputStream()) {
                    file.transferTo(out);
                }
                record(route, 200, System.nanoTime() - start);
            } catch (IOException | RuntimeException e) {
                if (response.isSent()) {
                    throw e; // half of it has gone: only the connection's end can tell
                }
                Answer answer = Errors.of(e, exchange.requestId());
                long nanos = System.nanoTime() - start;
                record(route, answer.status(), nanos);
                send(response, answer, exchange.requestId(), nanos, false);
            }
        });
        routes.add("GET " + path);
        registerOthers(routing, path, route, "GET");
    }

    /// What is answered, as `GET /items/{id}`; HEAD goes without saying.
    List<String> routes() {
        return List.copyOf(routes);
    }

    /// Answers whatever nobody else does.
    void registerRest(HttpRouting.Builder routing) {
        routing.any(handler("unknown", Errors::notFound));
    }

    private Handler handler(String route, Endpoint endpoint) {
        return (request, response) -> {
            long start = System.nanoTime();
            Exchange exchange = new Exchange(request, now);
            Answer answer = Compression.of(guarded(endpoint, exchange), exchange);
            long nanos = System.nanoTime() - start;
            record(route, answer.status(), nanos);
            boolean bodiless = request.prologue().method().equals(Method.HEAD);
            send(response, answer, exchange.requestId(), nanos, bodiless);
            if (Errors.endsConnection(answer) || request.headers().contains(HeaderValues.CONNECTION_CLOSE)) {
                throw new CloseConnectionException("this was the last answer"); // the server itself would go on reading
            }
        };
    }

    private void record(String route, int status, long nanos) {
        Timer.builder("millrace.http.requests")
                .tag("route", route)
                .tag("status", Integer.toString(status))
                .publishPercentileHistogram()
                .register(registry)
                .record(nanos, TimeUnit.NANOSECONDS);
    }

    private static Answer guarded(Endpoint endpoint, Exchange exchange) {
        try {
            return endpoint.answer(exchange);
        } catch (RuntimeException e) {
            return Errors.of(e, exchange.requestId());
        }
    }

    private static void send(ServerResponse response, Answer answer, String requestId, long nanos, boolean bodiless) {
        response.status(Status.create(answer.status()));
        answer.headers().forEach((name, value) -> response.header(name, value));
        common(response, requestId, nanos);
        if (answer.body().length == 0) {
            response.send();
            return;
        }
        response.header(HeaderNames.CONTENT_TYPE, answer.contentType());
        if (bodiless) {
            response.header(HeaderNames.CONTENT_LENGTH, Integer.toString(answer.body().length));
            response.send();
        } else {
            response.send(answer.body());
        }
    }

    private static void common(ServerResponse response, String requestId, long nanos) {
        response.header("X-Request-ID", requestId);
        response.header("X-Response-Time", seconds(nanos));
        CommonHeaders.ALL.forEach((name, value) -> {
            if (!response.headers().contains(HeaderNames.create(name))) {
                response.header(name, value);
            }
        });
    }

    static String seconds(long nanos) {
        return String.format(Locale.ROOT, "%.4f", nanos / NANOS_PER_SECOND);
    }
}
