package dev.millrace.stack.docs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// docs/ARCHITECTURE.md is where a newcomer starts: every file and operator that it names must exist.
class ArchitecturePageTest {
    private static final Path ROOT = Path.of("").toAbsolutePath().getParent();
    private static final Pattern FILE = Pattern.compile("`([^`\\s]+\\.(?:java|yaml))`");
    private static final Pattern OPERATOR = Pattern.compile("\\b([a-z]+-(?:by|to|of)-[a-z]+)\\b");

    static List<String> files() throws IOException {
        return found(FILE);
    }

    static List<String> operators() throws IOException {
        return found(OPERATOR);
    }

    /// Names as `module/…/package/File.java` or the end of a path.
    @ParameterizedTest
    @MethodSource("files")
    void namesOnlyFilesThatExist(String name) throws IOException {
        String[] parts = name.split("/…/", 2);
        Path under = parts.length == 2 ? ROOT.resolve(parts[0]) : ROOT;
        String end = "/" + parts[parts.length - 1];
        try (Stream<Path> all = Files.walk(under)) {
            assertThat(all.map(Path::toString))
                    .anyMatch(path -> path.contains("/src/main/") && path.endsWith(end) && !path.contains("/target/"));
        }
    }

    /// Stores and hops as the approved topology spells them, the one that has all.
    @ParameterizedTest
    @MethodSource("operators")
    void namesOnlyStoresAndHopsThatExist(String name) throws IOException {
        assertThat(Files.readString(ROOT.resolve("streams-app/src/test/resources/topology-logins.txt")))
                .contains(name);
    }

    private static List<String> found(Pattern pattern) throws IOException {
        return pattern.matcher(Files.readString(ROOT.resolve("docs/ARCHITECTURE.md")))
                .results()
                .map(match -> match.group(1))
                .distinct()
                .toList();
    }
}
