package dev.millrace.stack.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class LowPriorityTest {

    private static String output(String... command) throws IOException {
        List<String> words = new ArrayList<>(OwnSession.prefix());
        words.addAll(LowPriority.prefix());
        words.addAll(List.of(command));
        Process process = new ProcessBuilder(words).redirectErrorStream(true).start();
        return new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
    }

    @Test
    void theProgramIsNiceAndGetsItsWordsAsTheyAre() throws IOException {
        assumeThat(LowPriority.prefix()).as("host has sh and nice").isNotEmpty();
        assertThat(output("sh", "-c", "nice; echo \"$1\"", "name", "two words")).isEqualTo("10\ntwo words");
    }

    @Test
    void soIsItsSession() throws IOException {
        Path group = Path.of("/proc/self/autogroup");
        assumeThat(Files.isReadable(group))
                .as("host shares processors among sessions")
                .isTrue();
        assertThat(output("cat", group.toString())).endsWith("nice 10");
    }
}
