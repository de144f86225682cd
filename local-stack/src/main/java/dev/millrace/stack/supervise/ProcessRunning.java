package dev.millrace.stack.supervise;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/// A part that is a child process of this one.
///
/// @param process whose standard input stays open as long as we live: the part stops when it ends
/// @param probe how to see that it works
record ProcessRunning(Process process, ReadyProbe probe) implements Part.Running {

    @Override
    public boolean isAlive() {
        return process.isAlive();
    }

    @Override
    public long pid() {
        return process.pid();
    }

    @Override
    public boolean isReady() {
        return process.isAlive() && probe.isReady();
    }

    @Override
    public Optional<String> awaitEnd(Duration limit) throws InterruptedException {
        if (!process.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS)) {
            return Optional.empty();
        }
        int code = process.exitValue();
        return Optional.of(code > 128 ? "killed by signal " + (code - 128) : "ended with exit code " + code);
    }

    @Override
    public void stop(Duration patience) {
        process.destroy();
        try {
            if (process.waitFor(patience.toMillis(), TimeUnit.MILLISECONDS)) {
                return;
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        process.destroyForcibly();
        process.onExit().join();
    }
}
