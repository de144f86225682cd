package dev.millrace.stack.embedded;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.zip.GZIPInputStream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The MySQL 8.0.15 programs of the class path, unpacked once into the cache folder.
///
/// @param home folder with `bin/mysqld`
/// @param environment what mysqld needs beside the caller's own environment: the place of libaio, when it is ours
record MysqlDistribution(Path home, Map<String, String> environment) {
    static final String EXTERNAL_HINT =
            "Or use an external MySQL: set MILLRACE_BUSINESS_HOST and MILLRACE_MATOMO_HOST (with _PORT, _NAME, _USER,"
                    + " _PASSWORD).";

    private static final Logger LOG = LoggerFactory.getLogger(MysqlDistribution.class);
    private static final String ARCHIVE = "/mysql-Linux-amd64.tar.gz";
    private static final String FOLDER = "mysql-8.0.15";
    private static final Duration LIMIT = Duration.ofSeconds(60);

    /// Unpacks what is missing and proves that the server program runs on this machine.
    static MysqlDistribution in(Path cacheDir) {
        requireLinux();
        Path home = cacheDir.resolve(FOLDER);
        try {
            Files.createDirectories(cacheDir);
            if (!Files.isDirectory(home)) {
                unpack(cacheDir, home);
            }
        } catch (IOException e) {
            throw new EmbeddedException("cannot unpack MySQL into " + home + ": " + e.getMessage(), e);
        }
        return new MysqlDistribution(home, libraries(home, cacheDir));
    }

    String program() {
        return home.resolve("bin/mysqld").toString();
    }

    private static void requireLinux() {
        String system = System.getProperty("os.name") + " " + System.getProperty("os.arch");
        if (!system.equals("Linux amd64")) {
            throw new EmbeddedException("the embedded MySQL runs on Linux amd64 only, this is " + system + ". "
                    + EXTERNAL_HINT.replaceFirst("Or use", "Use"));
        }
    }

    private static Map<String, String> libraries(Path home, Path cacheDir) {
        var plain = version(home, Map.of());
        if (plain.ok()) {
            return Map.of();
        }
        if (!plain.output().contains("libaio")) {
            throw new EmbeddedException(
                    "mysqld does not run here: " + plain.output().strip() + ". " + EXTERNAL_HINT);
        }
        Map<String, String> environment =
                Map.of("LD_LIBRARY_PATH", Libaio.folderIn(cacheDir).toString());
        var helped = version(home, environment);
        if (!helped.ok()) {
            throw new EmbeddedException(
                    "mysqld does not run here: " + helped.output().strip() + ". " + EXTERNAL_HINT);
        }
        return environment;
    }

    private static Commands.Outcome version(Path home, Map<String, String> environment) {
        return Commands.run(
                home, environment, LIMIT, List.of(home.resolve("bin/mysqld").toString(), "--no-defaults", "--version"));
    }

    private static void unpack(Path cacheDir, Path home) throws IOException {
        LOG.atInfo().addKeyValue("folder", home).log("unpacking the MySQL server");
        Path fresh = Files.createTempDirectory(cacheDir, FOLDER + ".tmp");
        try (InputStream archive = MysqlDistribution.class.getResourceAsStream(ARCHIVE)) {
            if (archive == null) {
                throw new IOException("the class path holds no " + ARCHIVE);
            }
            extract(archive, fresh);
            Files.move(fresh, home);
        } catch (FileAlreadyExistsException | DirectoryNotEmptyException e) {
            LOG.atDebug().addKeyValue("folder", home).log("another process unpacked it first");
        } finally {
            deleteTree(fresh);
        }
    }

    private static void extract(InputStream archive, Path target) throws IOException {
        Process tar = new ProcessBuilder("tar", "-x", "--no-same-owner", "-C", target.toString())
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
        try (InputStream plain = new GZIPInputStream(archive);
                OutputStream in = tar.getOutputStream()) {
            plain.transferTo(in);
        }
        try {
            if (tar.waitFor() != 0) {
                throw new IOException("tar failed with code " + tar.exitValue());
            }
        } catch (InterruptedException e) {
            tar.destroyForcibly();
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        }
    }

    private static void deleteTree(Path folder) throws IOException {
        if (Files.exists(folder)) {
            try (var paths = Files.walk(folder)) {
                for (Path path : paths.sorted(Comparator.reverseOrder()).toList()) {
                    Files.delete(path);
                }
            }
        }
    }
}
