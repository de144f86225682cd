package dev.millrace.cdc.capture;

import dev.millrace.cdc.CdcException;
import dev.millrace.cdc.config.CdcConfig;
import dev.millrace.cdc.config.DatabaseConfig;
import dev.millrace.cdc.publish.TransactionalSink;
import io.debezium.embedded.Connect;
import io.debezium.engine.DebeziumEngine;
import io.debezium.engine.RecordChangeEvent;
import io.debezium.engine.format.ChangeEventFormat;
import io.debezium.engine.spi.OffsetCommitPolicy;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.Properties;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BiConsumer;
import org.apache.kafka.connect.source.SourceRecord;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// One Debezium engine: snapshot, then binlog, of one source database into one sink.
public final class CaptureEngine implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(CaptureEngine.class);
    private static final Duration BATCH_PATIENCE = Duration.ofSeconds(2);
    private static final Duration START_PATIENCE = Duration.ofSeconds(2);
    private static final Duration ENGINE_PATIENCE = Duration.ofSeconds(10);
    private static final Duration RETRY = Duration.ofMillis(50);

    private final String name;
    private final CdcConfig config;
    private final DatabaseConfig database;
    private final ServerFacts server;
    private final TransactionalSink sink;
    private final CompletableFuture<EngineEnd> end = new CompletableFuture<>();
    private final AtomicBoolean closing = new AtomicBoolean();
    private final AtomicBoolean started = new AtomicBoolean();
    private volatile DebeziumEngine<RecordChangeEvent<SourceRecord>> engine;
    private volatile DdlReading reading = DdlReading.FIRST;

    /// @param server what is known of the server
    /// @param sink where changes go; closed with the engine
    /// @param scanned told each requested table whose reading has ended, and why not at its end (empty: it did)
    public CaptureEngine(
            CdcConfig config,
            DatabaseConfig database,
            ServerFacts server,
            TransactionalSink sink,
            BiConsumer<String, String> scanned) {
        this.name = database.engineName();
        this.config = config;
        this.database = database;
        this.server = server;
        this.sink = sink;
        SnapshotNotices.register(name, scanned);
        this.engine = engine();
    }

    private DebeziumEngine<RecordChangeEvent<SourceRecord>> engine() {
        Properties settings = EngineSettings.of(config, database, server);
        reading.applyTo(settings);
        return DebeziumEngine.create(ChangeEventFormat.of(Connect.class))
                .using(settings)
                .using(OffsetCommitPolicy.always())
                .using(this::ended)
                .notifying(sink)
                .build();
    }

    /// Starts on a thread of its own and returns at once.
    public void start() {
        if (started.compareAndSet(false, true)) {
            Thread.ofPlatform().daemon().name(name).start(engine);
        }
    }

    /// Completes when the engine has stopped, for whatever reason.
    public CompletableFuture<EngineEnd> end() {
        return end;
    }

    private void ended(boolean success, @Nullable String message, @Nullable Throwable error) {
        if (success) {
            end.complete(new EngineEnd(name, "stopped", null));
        } else if (error == null || !startsAgain(error)) {
            Throwable told = error == null ? null : UnreadableSchema.inWords(database, error);
            end.complete(new EngineEnd(name, told == null ? String.valueOf(message) : rootMessage(told), told));
        }
    }

    /// After a DDL statement that it could not read, the engine is started anew with another [DdlReading], from the
    /// offset of the last transaction.
    private boolean startsAgain(Throwable error) {
        String statement = DdlReading.failedStatement(error).orElse("");
        Optional<DdlReading> next = reading.after(statement, database);
        if (closing.get() || statement.isEmpty() || next.isEmpty()) {
            return false;
        }
        reading = next.get();
        log.atWarn()
                .addKeyValue("engine", name)
                .addKeyValue("statement", DdlReading.shown(statement))
                .addKeyValue("grammar", reading.grammar())
                .log(
                        reading.unread().isEmpty()
                                ? "neither grammar reads a DDL statement of tables that are not captured: passing it over"
                                : "a DDL statement cannot be read, trying the other grammar");
        Thread ending = Thread.currentThread();
        engine = engine();
        Thread.ofPlatform().daemon().name(name).start(() -> runAfter(ending));
        return true;
    }

    private void runAfter(Thread earlier) {
        try {
            earlier.join(ENGINE_PATIENCE);
            if (closing.get()) {
                end.complete(new EngineEnd(name, "stopped", null));
            } else {
                engine.run();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static String rootMessage(Throwable error) {
        Throwable root = error;
        while (root.getCause() != null && !(root instanceof CdcException)) {
            root = root.getCause();
        }
        return root.getMessage() == null ? root.toString() : root.getMessage();
    }

    /// Lets the batch in hand end, then stops; takes a few seconds at most.
    @Override
    public void close() {
        if (!closing.compareAndSet(false, true)) {
            return;
        }
        try {
            sink.quiesce(BATCH_PATIENCE);
            if (started.get() && !end.isDone()) {
                stopEngine();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            sink.close();
        }
    }

    /// An engine that is just starting refuses to stop; it is asked again for a while.
    private void stopEngine() {
        long deadline = System.nanoTime() + START_PATIENCE.toNanos();
        while (!end.isDone()) {
            try {
                engine.close();
                return;
            } catch (IllegalStateException e) {
                if (System.nanoTime() - deadline > 0) {
                    log.atWarn().addKeyValue("engine", name).log("engine did not stop in time, leaving it behind");
                    return;
                }
                LockSupport.parkNanos(RETRY.toNanos());
            } catch (IOException e) {
                log.atWarn()
                        .addKeyValue("engine", name)
                        .addKeyValue("error", e.getMessage())
                        .log("engine stop failed");
                return;
            }
        }
    }
}
