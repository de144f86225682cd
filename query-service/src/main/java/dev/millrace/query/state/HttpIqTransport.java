package dev.millrace.query.state;

import com.google.protobuf.InvalidProtocolBufferException;
import dev.millrace.contract.proto.IqRequest;
import dev.millrace.contract.proto.IqResponse;
import dev.millrace.contract.proto.IqRoutes;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.io.IOException;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/// HTTP/1.1 over [KeptConnections].
///
/// A read of state runs in the thread that asks. [Round] asks on a virtual thread and interrupts it at the limit, which
/// closes the socket. Routes, asked for once a second, have a thread of their own that is interrupted at the limit.
/// Sockets have no timeout: it would bound one read of a socket, not an answer, and cost a timer for each.
public final class HttpIqTransport implements IqTransport, AutoCloseable {
    private final ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor();
    private final Map<Outcome, Timer> reads;
    private final Map<Outcome, Timer> refreshes;
    private final KeptConnections connections;

    private enum Outcome {
        OK,
        FAILED,
        TIMEOUT,
        CANCELLED
    }

    /// Of hosts that want no token.
    public HttpIqTransport(MeterRegistry registry) {
        this(registry, "");
    }

    /// @param token that is shown to hosts; empty for none
    public HttpIqTransport(MeterRegistry registry, String token) {
        reads = timers("read", registry);
        refreshes = timers("routes", registry);
        connections = new KeptConnections(token);
    }

    private static Map<Outcome, Timer> timers(String kind, MeterRegistry registry) {
        Map<Outcome, Timer> timers = new EnumMap<>(Outcome.class);
        for (Outcome outcome : Outcome.values()) {
            timers.put(
                    outcome,
                    Timer.builder("millrace.iq.requests")
                            .tag("kind", kind)
                            .tag("outcome", outcome.name().toLowerCase(Locale.ROOT))
                            .publishPercentileHistogram()
                            .register(registry));
        }
        return timers;
    }

    @Override
    public IqResponse read(String host, IqRequest request, long until) {
        return exchange(
                reads,
                host,
                until,
                () -> IqResponse.parseFrom(connections.post(host, "/iq/read", request.toByteArray())));
    }

    @Override
    public IqRoutes routes(String host, Duration limit) {
        long until = System.nanoTime() + limit.toNanos();
        Future<IqRoutes> answer = submit(
                () -> exchange(refreshes, host, until, () -> IqRoutes.parseFrom(connections.get(host, "/iq/routes"))));
        try {
            return answer.get(limit.toNanos(), TimeUnit.NANOSECONDS);
        } catch (TimeoutException e) {
            throw new IqException("no answer from " + host + " within " + limit, e);
        } catch (ExecutionException e) {
            throw new IqException("no answer from " + host + ": " + e.getCause(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IqException("interrupted while waiting for " + host, e);
        } finally {
            answer.cancel(true);
        }
    }

    private <T> Future<T> submit(Callable<T> task) {
        try {
            return executor.submit(task);
        } catch (RejectedExecutionException e) {
            throw new IqException("this client has been closed", e);
        }
    }

    @FunctionalInterface
    private interface Answering<T> {
        T answer() throws IOException;
    }

    private static <T> T exchange(Map<Outcome, Timer> timers, String host, long until, Answering<T> asked) {
        long began = System.nanoTime();
        Outcome outcome = Outcome.FAILED;
        try {
            T message = asked.answer();
            outcome = Outcome.OK;
            return message;
        } catch (InvalidProtocolBufferException e) {
            throw new IqException("answer of " + host + " is no such message", e);
        } catch (KeptConnections.BusyException e) {
            throw new IqBusyException(e);
        } catch (IOException | RuntimeException e) {
            outcome = outcome(until);
            throw new IqException("no answer from " + host + ": " + e, e);
        } finally {
            Objects.requireNonNull(timers.get(outcome)).record(System.nanoTime() - began, TimeUnit.NANOSECONDS);
        }
    }

    /// Whoever is interrupted before the limit has another copy's answer, or has gone.
    private static Outcome outcome(long until) {
        if (!Thread.currentThread().isInterrupted()) {
            return Outcome.FAILED;
        }
        return System.nanoTime() - until < 0 ? Outcome.CANCELLED : Outcome.TIMEOUT;
    }

    /// Closes connections and ends waiting exchanges for routes.
    @Override
    public void close() {
        executor.shutdownNow();
        connections.close();
    }
}
