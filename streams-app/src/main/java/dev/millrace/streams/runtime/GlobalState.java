package dev.millrace.streams.runtime;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.kafka.common.utils.Utils;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The replicated tables on local disk. Under exactly-once, Kafka Streams 4.3.1 wipes a task's state that was
/// not closed, but refuses to start on a global store that was not: the process would end at each start. So
/// whether it was closed is noted here, and what was not is read anew from its topic.
final class GlobalState {
    private static final Logger LOG = LoggerFactory.getLogger(GlobalState.class);

    private final Path folder;
    private final Path open;

    /// @param stateDir of all applications
    GlobalState(Path stateDir, String applicationId) {
        this.folder = stateDir.resolve(applicationId).resolve("global");
        this.open = stateDir.resolve(applicationId + ".open");
    }

    /// Before the stores are opened.
    ///
    /// @throws UncheckedIOException when the disk refuses
    void opens() {
        try {
            if (Files.exists(open) && Files.exists(folder)) {
                LOG.atInfo()
                        .addKeyValue("folder", folder)
                        .log("replicated tables were not closed in order: they are read anew");
                Utils.delete(folder.toFile());
            }
            Files.createDirectories(open.toAbsolutePath().getParent());
            Files.writeString(open, "");
        } catch (IOException e) {
            throw new UncheckedIOException("cannot write in the state folder " + open.getParent(), e);
        }
    }

    /// After they were closed in order.
    void closed() {
        try {
            Files.deleteIfExists(open);
        } catch (IOException e) {
            LOG.atWarn()
                    .addKeyValue("file", open)
                    .addKeyValue("reason", e.getMessage())
                    .log("cannot delete the mark");
        }
    }
}
