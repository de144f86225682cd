package dev.millrace.stack.supervise;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/// The right to run a stack on a data folder. The kernel takes it back when the holder dies.
public final class StackLock implements AutoCloseable {
    /// [#holder] of another process takes the lock for an instant, and a new holder writes its number after taking it.
    private static final int TRIES = 10;

    private static final long PAUSE_MS = 20;

    private final FileChannel channel;

    private StackLock(FileChannel channel) {
        this.channel = channel;
    }

    /// Takes the right.
    ///
    /// @throws StackException when another supervisor has it
    public static StackLock take(DataFolder data) {
        Path file = data.lockFile();
        try {
            Files.createDirectories(data.run());
            FileChannel channel = FileChannel.open(
                    file, StandardOpenOption.CREATE, StandardOpenOption.WRITE, StandardOpenOption.READ);
            if (!isLocked(channel)) {
                channel.close();
                throw new StackException("a stack already runs on " + data.root()
                        + holder(data)
                                .map(pid -> " (supervisor pid " + pid + ")")
                                .orElse("")
                        + ": ./dev status shows it, ./dev down stops it");
            }
            channel.truncate(0);
            channel.write(StandardCharsets.UTF_8.encode(
                    String.valueOf(ProcessHandle.current().pid())));
            return new StackLock(channel);
        } catch (IOException e) {
            throw new StackException("cannot lock " + file + ": " + e.getMessage(), e);
        }
    }

    /// The process that has the right now; empty when nobody has it.
    public static Optional<Long> holder(DataFolder data) {
        try (FileChannel channel =
                FileChannel.open(data.lockFile(), StandardOpenOption.READ, StandardOpenOption.WRITE)) {
            FileLock lock = tryLock(channel);
            if (lock != null) {
                lock.release();
                return Optional.empty();
            }
            return Optional.of(number(data.lockFile()));
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    private static long number(Path file) throws IOException {
        for (int attempt = 1; ; attempt++) {
            try {
                return Long.parseLong(Files.readString(file).strip());
            } catch (NumberFormatException e) {
                if (attempt == TRIES) {
                    throw new StackException("the lock " + file + " is held, but does not say by whom", e);
                }
                pause();
            }
        }
    }

    @Override
    public void close() {
        try {
            channel.close();
        } catch (IOException e) {
            throw new StackException("cannot unlock: " + e.getMessage(), e);
        }
    }

    private static boolean isLocked(FileChannel channel) throws IOException {
        for (int attempt = 0; attempt < TRIES; attempt++) {
            if (tryLock(channel) != null) {
                return true;
            }
            pause();
        }
        return false;
    }

    private static void pause() {
        LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(PAUSE_MS));
    }

    private static @Nullable FileLock tryLock(FileChannel channel) throws IOException {
        try {
            return channel.tryLock();
        } catch (OverlappingFileLockException e) {
            return null; // held by this very process, as in tests
        }
    }
}
