package dev.millrace.stack.endtoend;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/// Chromium without a window.
///
/// @param program its path
record Browser(Path program) {
    private static final List<String> NAMES = List.of("chromium", "chromium-browser", "google-chrome");
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    /// The browser of this machine, if it has one.
    static Optional<Browser> find() {
        return Arrays.stream(System.getenv().getOrDefault("PATH", "").split(":", -1))
                .flatMap(folder -> NAMES.stream().map(name -> Path.of(folder, name)))
                .filter(Files::isExecutable)
                .findFirst()
                .map(Browser::new);
    }

    /// The document as it stands after its script has run for three seconds of the page's time.
    ///
    /// @param profile empty folder for what a browser keeps
    String document(String url, Path profile) throws IOException, InterruptedException {
        Path output = Files.createTempFile("page", ".html");
        Process process = new ProcessBuilder(Stream.of(
                                program.toString(),
                                "--headless",
                                "--no-sandbox", // a test may run as root
                                "--disable-gpu",
                                "--disable-dev-shm-usage",
                                "--user-data-dir=" + profile,
                                "--virtual-time-budget=3000",
                                "--dump-dom",
                                url)
                        .toList())
                .redirectOutput(output.toFile())
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        if (!process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
            process.destroyForcibly();
            throw new IllegalStateException("the browser did not end within " + PATIENCE);
        }
        return Files.readString(output);
    }
}
