package dev.millrace.stack.embedded;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.zip.GZIPInputStream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The programs of one release of MySQL.
///
/// @param program words that start mysqld
/// @param always options that it needs on this machine
/// @param serving options that it needs to serve
/// @param environment what mysqld needs beside the caller's own environment: the place of libaio, when it is ours
record MysqlDistribution(
        List<String> program, List<String> always, List<String> serving, Map<String, String> environment) {
    static final String EXTERNAL_HINT =
            "Or use an external MySQL: set MILLRACE_BUSINESS_HOST and MILLRACE_MATOMO_HOST (with _PORT, _NAME, _USER,"
                    + " _PASSWORD).";

    private static final Logger LOG = LoggerFactory.getLogger(MysqlDistribution.class);
    private static final String ARCHIVE = "/mysql-Linux-amd64.tar.gz";
    private static final String FOLDER = "mysql-8.0.15";
    private static final Duration LIMIT = Duration.ofSeconds(60);

    /// MySQL 8.0.15 of the class path, unpacked once into the cache folder. Proves that it runs on this machine.
    static MysqlDistribution ofClassPath(Path cacheDir) {
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
        return new MysqlDistribution(
                List.of(home.resolve("bin/mysqld").toString()),
                List.of("--basedir=" + home, "--innodb-log-file-size=32M"),
                // A local server: TLS would only make logging in slower and client defaults matter.
                List.of("--skip-ssl"),
                libraries(home, cacheDir));
    }

    /// Debian's MySQL 9 with all its libraries, as `.ci/mysql9` unpacks it. It starts through its own dynamic loader.
    ///
    /// @param home a folder like the root of a file system
    static MysqlDistribution ofDebian(Path home) {
        Path usr = home.resolve("usr");
        Path libraries = usr.resolve("lib/x86_64-linux-gnu");
        Path share = usr.resolve("share/mysql");
        return new MysqlDistribution(
                List.of(
                        libraries.resolve("ld-linux-x86-64.so.2").toString(),
                        "--library-path",
                        libraries.toString(),
                        usr.resolve("sbin/mysqld").toString()),
                List.of(
                        "--basedir=" + usr,
                        "--lc-messages-dir=" + share,
                        "--character-sets-dir=" + share.resolve("charsets"),
                        "--plugin-dir=" + usr.resolve("lib/mysql/plugin"),
                        "--secure-file-priv=NULL",
                        "--innodb-redo-log-capacity=32M"),
                List.of(),
                Map.of());
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
            publish(fresh, home);
        } finally {
            deleteTree(fresh);
        }
    }

    /// Gives a finished folder its name in one step. Of several processes the first wins; the others keep theirs
    /// where it was.
    static void publish(Path fresh, Path home) throws IOException {
        try {
            Files.move(fresh, home, StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            if (!Files.isDirectory(home)) {
                throw e;
            }
            LOG.atDebug().addKeyValue("folder", home).log("another process unpacked it first");
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
