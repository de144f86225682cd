package dev.millrace.stack.supervise;

import dev.millrace.stack.embedded.Secrets;
import dev.millrace.stack.status.StackStatus;
import dev.millrace.stack.status.StackStatus.State;
import dev.millrace.stack.status.StatusFile;
import dev.millrace.stack.supervise.Supervisor.PartView;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The whole system on one machine: locked data folder, free ports, supervised parts, a status file.
public final class Stack implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Stack.class);

    /// How long a part may take to stop in order.
    private static final Duration PATIENCE = Duration.ofSeconds(15);

    private final StackOptions options;
    private final StackLock lock;
    private final StatusFile statusFile;
    private final String adminToken;
    private final Endpoints endpoints;
    private final Supervisor supervisor;
    private final Object writing = new Object();
    private boolean closed;

    private Stack(StackOptions options, StackLock lock, Supervisor.Listener progress) {
        this.options = options;
        this.lock = lock;
        this.statusFile = new StatusFile(options.data().statusFile());
        Secrets secrets = new Secrets(options.data().secretsFile());
        this.endpoints = Endpoints.of(options, secrets);
        this.adminToken = secrets.get(PartConfigs.ADMIN_TOKEN);
        StackParts parts = new StackParts(options, endpoints, secrets);
        PortCheck.requireFree(parts.ports());
        List<Part> all = parts.create();
        all.forEach(part -> options.data().rotateLog(part.name()));
        this.supervisor = new Supervisor(
                all,
                RestartPolicy.STANDARD,
                (stack, part) -> {
                    publish(stack);
                    progress.changed(stack, part);
                },
                PATIENCE);
    }

    /// Takes the data folder and makes ready to start.
    ///
    /// @param clean whether to delete first what earlier runs left in the data folder
    /// @param progress hears of every change of a part
    /// @throws StackException when another stack runs there or a port is taken
    public static Stack open(StackOptions options, boolean clean, Supervisor.Listener progress) {
        DataFolder data = options.data();
        data.prepare();
        StackLock lock = StackLock.take(data);
        try {
            Leftovers.stop(data);
            if (clean) {
                data.clean();
                data.prepare();
            }
            return new Stack(options, lock, progress);
        } catch (RuntimeException e) {
            lock.close();
            throw e;
        }
    }

    /// Starts everything.
    ///
    /// @return whether all parts became ready
    public boolean start() throws InterruptedException {
        publish(supervisor);
        boolean ready = supervisor.start();
        publish(supervisor);
        return ready;
    }

    /// The parts at this moment.
    public List<PartView> parts() {
        return supervisor.parts();
    }

    /// Waits until [#close] has ended.
    public void awaitClosed() throws InterruptedException {
        supervisor.awaitClosed();
    }

    /// Stops everything in reverse order. Closing again does nothing.
    @Override
    public synchronized void close() {
        if (closed) {
            return;
        }
        closed = true;
        supervisor.close();
        synchronized (writing) {
            write(StackStatus.stopped());
        }
        lock.close();
    }

    /// Parts change at the same time: what is written last must be what was seen last.
    private void publish(Supervisor stack) {
        synchronized (writing) {
            write(status(stack));
        }
    }

    /// What the status file says.
    public StackStatus status() {
        return status(supervisor);
    }

    private StackStatus status(Supervisor stack) {
        List<PartView> views = stack.parts();
        Map<String, Long> processes = new LinkedHashMap<>();
        Map<String, String> parts = new LinkedHashMap<>();
        Map<String, String> reasons = new LinkedHashMap<>();
        Map<String, String> logs = new LinkedHashMap<>();
        for (PartView view : views) {
            String name = view.part().name();
            parts.put(name, view.state().label());
            logs.put(name, view.part().log().toString());
            if (view.pid() != 0) {
                processes.put(name, view.pid());
            }
            if (!view.reason().isEmpty()) {
                reasons.put(name, view.reason());
            }
        }
        options.external().kafka().ifPresent(_ -> parts.put("kafka", "external"));
        if (!options.external().needsMysql()) {
            parts.put("mysql", "external");
        }
        return new StackStatus(
                state(stack, views),
                Map.of(
                        "query",
                        endpoints.queryUrl(),
                        "cdc",
                        "http://127.0.0.1:" + options.ports().cdc(),
                        "embedding",
                        "http://127.0.0.1:" + options.ports().embedding()),
                adminToken,
                endpoints.kafka(),
                endpoints.databases(),
                null,
                processes,
                parts,
                reasons,
                logs);
    }

    static State state(Supervisor stack, List<PartView> views) {
        if (stack.isClosing()) {
            return State.DEGRADED;
        }
        if (!stack.wasReady()) {
            return State.STARTING;
        }
        return views.stream().allMatch(view -> view.state() == PartState.READY) ? State.READY : State.DEGRADED;
    }

    /// A full disk must not end the thread that keeps a part alive.
    private void write(StackStatus status) {
        try {
            statusFile.write(status);
        } catch (UncheckedIOException e) {
            LOG.atError().addKeyValue("error", e.getMessage()).log("status file cannot be written");
        }
    }
}
