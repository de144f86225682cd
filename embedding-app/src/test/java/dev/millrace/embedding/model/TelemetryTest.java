package dev.millrace.embedding.model;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// onnxruntime 1.29 with telemetry writes a database below the home folder and a log into the temporary one, in every
/// process. A program of its own, whose environment does not say that it should not, must leave neither; and nothing at
/// all where a container has no writable file system.
class TelemetryTest {

    @TempDir
    Path folder;

    @Test
    void aProcessThatEmbedsLeavesNothingBehind() throws Exception {
        assertThat(embedded(folder.resolve("temp"))).containsExactly("512", "384");

        assertThat(files(folder.resolve("home"))).as("home").isEmpty();
        assertThat(files(folder.resolve("work"))).as("working directory").isEmpty();
        assertThat(files(folder.resolve("temp")))
                .as("temporary folder, but for the native library")
                .allMatch(file -> file.startsWith("onnxruntime-java"));
    }

    @Test
    void withoutATemporaryFolderItSaysWhatToDo() throws Exception {
        Path none = folder.resolve("none");
        assertThat(embedded(none))
                .last()
                .asString()
                .contains(none.toString(), "-Djava.io.tmpdir=FOLDER", "-Donnxruntime.native.path=FOLDER");
    }

    private List<String> embedded(Path temp) throws IOException, InterruptedException {
        for (String name : List.of("home", "work", "temp")) {
            Files.createDirectories(folder.resolve(name));
        }
        ProcessBuilder builder = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "--enable-native-access=ALL-UNNAMED",
                        "-XX:TieredStopAtLevel=1",
                        "-XX:+UseSerialGC",
                        "-XX:-UsePerfData",
                        "-Duser.home=" + folder.resolve("home"),
                        "-Djava.io.tmpdir=" + temp,
                        "-cp",
                        System.getProperty("java.class.path"),
                        OneText.class.getName())
                .directory(folder.resolve("work").toFile())
                .redirectErrorStream(true);
        builder.environment().remove("ORT_DISABLE_TELEMETRY");
        builder.environment().put("HOME", folder.resolve("home").toString());
        builder.environment().put("TMPDIR", folder.resolve("temp").toString());
        for (String name : List.of("XDG_CACHE_HOME", "XDG_CONFIG_HOME", "XDG_DATA_HOME", "XDG_STATE_HOME")) {
            builder.environment().remove(name);
        }
        Process process = builder.start();
        process.getOutputStream().close();
        String printed = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
        return printed.lines().toList();
    }

    private static List<String> files(Path folder) throws IOException {
        try (Stream<Path> all = Files.walk(folder)) {
            return all.filter(Files::isRegularFile)
                    .map(file -> folder.relativize(file).toString())
                    .toList();
        }
    }
}
