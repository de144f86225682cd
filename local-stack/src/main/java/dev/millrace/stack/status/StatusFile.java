package dev.millrace.stack.status;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import dev.millrace.stack.embedded.PrivateFiles;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Optional;

/// The file `run/status.json` of a data folder: written by the supervisor at every change, always whole, readable by
/// its owner only because it holds passwords.
public final class StatusFile {
    private static final ObjectMapper JSON = new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);

    private final Path file;

    public StatusFile(Path file) {
        this.file = file;
    }

    /// Replaces the content.
    public void write(StackStatus status) {
        try {
            PrivateFiles.write(
                    file, json(status.withSupervisor(ProcessHandle.current().pid())));
        } catch (IOException e) {
            throw new UncheckedIOException("cannot write " + file, e);
        }
    }

    /// What was last written; empty when nothing ever was.
    public Optional<StackStatus> read() {
        try {
            return Optional.of(JSON.readValue(Files.readString(file), StackStatus.class));
        } catch (NoSuchFileException e) {
            return Optional.empty();
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + file, e);
        }
    }

    /// The text of a status as `status --json` prints it.
    public static String json(StackStatus status) {
        try {
            return JSON.writeValueAsString(status);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("status cannot be written as JSON", e);
        }
    }
}
