package dev.millrace.stack.embedded;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The mysqld that a pid file names, if it is one that serves this data folder.
public final class LeftoverServer {
    private static final Logger LOG = LoggerFactory.getLogger(LeftoverServer.class);
    private static final Duration LIMIT = Duration.ofSeconds(20);

    private LeftoverServer() {}

    /// Stops the server that runs on the data folder, in order if it obeys; does nothing when none runs.
    public static void stop(MysqlOptions options) {
        readPid(options.pidFile())
                .flatMap(ProcessHandle::of)
                .filter(process -> serves(process.pid(), options.tables()))
                .ifPresent(LeftoverServer::stop);
    }

    private static void stop(ProcessHandle process) {
        LOG.atDebug().addKeyValue("pid", process.pid()).log("stopping a MySQL server");
        process.destroy();
        try {
            process.onExit().get(LIMIT.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException | ExecutionException e) {
            process.destroyForcibly();
            process.onExit().join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /// The number in a pid file; empty when there is no such file or number.
    static Optional<Long> readPid(Path pidFile) {
        try {
            return Optional.of(Long.parseLong(Files.readString(pidFile).strip()));
        } catch (IOException | NumberFormatException e) {
            return Optional.empty();
        }
    }

    /// A pid may have gone to another program since: only a mysqld with our data folder counts.
    private static boolean serves(long pid, Path tables) {
        try {
            String words = new String(Files.readAllBytes(Path.of("/proc/" + pid + "/cmdline")), StandardCharsets.UTF_8);
            return words.contains("mysqld") && words.contains("--datadir=" + tables + "\0");
        } catch (IOException e) {
            return false;
        }
    }
}
