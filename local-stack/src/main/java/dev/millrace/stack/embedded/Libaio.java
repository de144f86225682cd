package dev.millrace.stack.embedded;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Debian's libaio for mysqld, unpacked beside it for hosts that do not have it. Nothing is installed: package lists
/// and downloads live in a folder of our own, and only mysqld is shown where the library is.
final class Libaio {
    private static final Logger LOG = LoggerFactory.getLogger(Libaio.class);
    private static final Duration LIMIT = Duration.ofMinutes(2);
    private static final String NAME = "libaio.so.1";

    /// Debian and Ubuntu before and after the change of time_t.
    private static final List<String> PACKAGES = List.of("libaio1", "libaio1t64");

    private Libaio() {}

    /// The folder that holds `libaio.so.1`, fetched when absent.
    static Path folderIn(Path cacheDir) {
        Path folder = cacheDir.resolve("libaio");
        if (!Files.exists(folder.resolve(NAME))) {
            LOG.atInfo().addKeyValue("folder", folder).log("fetching Debian's libaio for MySQL");
            try {
                fetch(cacheDir, folder);
            } catch (IOException e) {
                throw failure(String.valueOf(e.getMessage()));
            }
        }
        return folder;
    }

    private static void fetch(Path cacheDir, Path folder) throws IOException {
        Path work = Files.createTempDirectory(cacheDir, "libaio.tmp");
        try {
            Path archive = download(work);
            var unpacked = Commands.run(work, Map.of(), LIMIT, List.of("dpkg", "-x", archive.toString(), "root"));
            if (!unpacked.ok()) {
                throw failure("dpkg -x failed: " + unpacked.output().strip());
            }
            Files.createDirectories(folder);
            Path fresh = Files.createTempFile(folder, NAME, ".tmp");
            Files.copy(library(work.resolve("root")), fresh, StandardCopyOption.REPLACE_EXISTING);
            Files.move(fresh, folder.resolve(NAME), StandardCopyOption.ATOMIC_MOVE);
        } finally {
            Commands.run(cacheDir, Map.of(), LIMIT, List.of("rm", "-rf", work.toString()));
        }
    }

    /// With the host's package lists, and when it has none with lists of our own from the host's own sources.
    private static Path download(Path work) throws IOException {
        List<String> cache = List.of("-o", "Dir::Cache=" + work.resolve("cache"), "-o", "APT::Sandbox::User=root");
        Path state = work.resolve("state");
        Files.createDirectories(work.resolve("cache/archives/partial"));
        Files.createDirectories(state.resolve("lists/partial"));
        Path status = Files.createFile(state.resolve("status"));
        List<String> own = new ArrayList<>(cache);
        own.addAll(List.of("-o", "Dir::State=" + state, "-o", "Dir::State::status=" + status));
        own.addAll(List.of("-o", "Debug::NoLocking=1"));

        if (downloadsOne(work, cache)) {
            return archive(work);
        }
        var update = apt(work, own, "update");
        if (downloadsOne(work, own)) {
            return archive(work);
        }
        throw failure("apt-get update: " + update.output().strip());
    }

    private static boolean downloadsOne(Path work, List<String> options) {
        return PACKAGES.stream()
                .anyMatch(name -> apt(work, options, "download", name).ok());
    }

    private static Commands.Outcome apt(Path work, List<String> options, String... words) {
        List<String> command = new ArrayList<>(List.of("apt-get", "-q"));
        command.addAll(options);
        command.addAll(List.of(words));
        return Commands.run(work, Map.of("LC_ALL", "C"), LIMIT, command);
    }

    private static Path archive(Path work) throws IOException {
        try (var files = Files.list(work)) {
            return files.filter(file -> file.toString().endsWith(".deb"))
                    .findFirst()
                    .orElseThrow(() -> failure("apt-get downloaded no package"));
        }
    }

    private static Path library(Path root) throws IOException {
        try (var files = Files.walk(root)) {
            return files.filter(Files::isRegularFile)
                    .filter(file -> file.getFileName().toString().startsWith(NAME))
                    .findFirst()
                    .orElseThrow(() -> failure("the package holds no " + NAME));
        }
    }

    private static EmbeddedException failure(String reason) {
        return new EmbeddedException(
                "the embedded MySQL needs " + NAME + ", which is neither on this host nor to be had"
                        + " by apt-get (" + reason + "). Install it (Debian: apt-get install libaio1). "
                        + MysqlDistribution.EXTERNAL_HINT);
    }
}
