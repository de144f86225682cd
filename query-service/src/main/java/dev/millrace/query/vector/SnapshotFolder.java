package dev.millrace.query.vector;

import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/// Snapshots in a folder of this machine, `<model>.vectors` each. A file is complete or not there: it is written under
/// another name, forced to the disk and renamed.
public final class SnapshotFolder implements SnapshotSource {
    private static final String END = ".vectors";
    private static final int BUFFER = 1 << 16;

    private final Path folder;

    public SnapshotFolder(Path folder) {
        this.folder = folder;
    }

    @Override
    public String name() {
        return folder.toString();
    }

    @Override
    public List<String> models() throws IOException {
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(file -> file.getFileName().toString())
                    .filter(name -> name.endsWith(END))
                    .map(name -> name.substring(0, name.length() - END.length()))
                    .filter(Snapshot::isName)
                    .sorted()
                    .toList();
        }
    }

    @Override
    public InputStream open(String model) throws IOException {
        return new BufferedInputStream(Files.newInputStream(path(model)), BUFFER);
    }

    /// The file of a model, if there is one.
    public Optional<Path> file(String model) {
        return Snapshot.isName(model) ? Optional.of(path(model)).filter(Files::isRegularFile) : Optional.empty();
    }

    void write(ModelVectors vectors) throws IOException {
        Files.createDirectories(folder);
        Path draft = folder.resolve(vectors.model() + ".draft");
        try (FileChannel file = FileChannel.open(
                draft, StandardOpenOption.CREATE, StandardOpenOption.TRUNCATE_EXISTING, StandardOpenOption.WRITE)) {
            OutputStream out = new BufferedOutputStream(Channels.newOutputStream(file), BUFFER);
            vectors.save(out);
            out.flush();
            file.force(true);
        }
        Files.move(draft, path(vectors.model()), StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    private Path path(String model) {
        return folder.resolve(model + END);
    }
}
