package dev.millrace.streams.runtime;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Watches the room on the disk of the state, and says so before it is full: RocksDB on a full disk
/// retries in silence, stops its writers, or ends the process without a word (seen with rocksdbjni 10.1.3
/// by `StreamsOutagesIT`). Thread-safe.
public final class DiskSpace implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(DiskSpace.class);
    private static final Duration LOOK = Duration.ofMillis(200);

    private final Path folder;
    private final long leastBytes;
    private final Runnable onFull;
    private final AtomicBoolean full = new AtomicBoolean();
    private final AtomicBoolean unknown = new AtomicBoolean();
    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().daemon().name("disk-space").factory());

    /// @param folder of the state
    /// @param leastBytes below which nothing more is written
    /// @param onFull called once
    public DiskSpace(Path folder, long leastBytes, Runnable onFull) {
        this.folder = folder;
        this.leastBytes = leastBytes;
        this.onFull = onFull;
    }

    /// Looks now, and from now on.
    public void start() throws IOException {
        Files.createDirectories(folder);
        look();
        var _ = timer.scheduleWithFixedDelay(this::look, LOOK.toMillis(), LOOK.toMillis(), TimeUnit.MILLISECONDS);
    }

    /// Bytes that are left; NaN when nobody can tell.
    public double freeBytes() {
        try {
            double free = Files.getFileStore(folder).getUsableSpace();
            unknown.set(false);
            return free;
        } catch (IOException e) {
            if (unknown.compareAndSet(false, true)) {
                LOG.atWarn()
                        .addKeyValue("folder", folder)
                        .addKeyValue("reason", e.getMessage())
                        .log("nobody can tell how much room the disk of the state has");
            }
            return Double.NaN;
        }
    }

    private void look() {
        double free = freeBytes();
        if (free < leastBytes && full.compareAndSet(false, true)) {
            LOG.error(
                    "the disk of the state is full: {} has {} bytes left and state-min-free-bytes is {}. The process"
                            + " ends. Make room and start it again: it restores its state from the changelogs",
                    folder,
                    (long) free,
                    leastBytes);
            onFull.run();
        }
    }

    @Override
    public void close() {
        timer.shutdownNow();
    }
}
