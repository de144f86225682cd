package dev.millrace.stack.quality;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.millrace.stack.load.LoadException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

class EvaluateCommandTest {
    @TempDir
    private Path folder;

    private Path file;

    /// Everybody takes 1 behind 0, 2 behind 1, and so on round, from somewhere.
    @BeforeEach
    void write() throws IOException {
        file = folder.resolve("log.csv");
        List<String> lines = new ArrayList<>(List.of("user,item,timestamp,weight"));
        for (int actor = 0; actor < 60; actor++) {
            for (int step = 0; step < 4; step++) {
                lines.add("u%d,i%d,%d,0.25".formatted(actor, (actor + step) % 30, 1_000_000L * actor + step));
            }
        }
        Files.write(file, lines);
    }

    private static String printed(Runnable what) {
        PrintStream before = System.out;
        var bytes = new ByteArrayOutputStream();
        System.setOut(new PrintStream(bytes, true, StandardCharsets.UTF_8));
        try {
            what.run();
        } finally {
            System.setOut(before);
        }
        return bytes.toString(StandardCharsets.UTF_8);
    }

    private String evaluate(String... options) {
        List<String> all = new ArrayList<>(List.of("--interactions", file.toString()));
        all.addAll(List.of(options));
        return printed(() -> {
            RuntimeException[] failure = new RuntimeException[1];
            int code = new CommandLine(new EvaluateCommand())
                    .setExecutionExceptionHandler((thrown, _, _) -> {
                        failure[0] =
                                thrown instanceof RuntimeException runtime ? runtime : new RuntimeException(thrown);
                        return 1;
                    })
                    .execute(all.toArray(String[]::new));
            if (code != 0) {
                throw failure[0];
            }
        });
    }

    @Test
    void saysHowWellEachMethodGuessesByEachProtocol() {
        String told = evaluate();
        assertThat(told).startsWith("log: 240 events, 30 items");
        for (String protocol : List.of("test-then-learn", "time-split", "leave-last-out")) {
            for (String method : List.of("neighbours", "sessions", "blended", "popular", "item-knn", "ease")) {
                assertThat(told).containsPattern("log " + protocol + " " + method + " +recall@20 \\d");
            }
        }
        assertThat(told).containsPattern("log time-split neighbours +recall@20 1.0000");
    }

    @Test
    void takesATimeALengthAndProtocolsAndLeavesBatchMethodsOut() {
        String told = evaluate("--train-until", "1970-01-01T13:53:20Z", "--k", "5", "--no-batch", "time-split");
        assertThat(told)
                .containsPattern("log time-split neighbours +recall@5 1.0000 .* n 30")
                .doesNotContain(" ease ")
                .doesNotContain("leave-last-out");
    }

    @Test
    void saysWhatIsWrong() {
        assertThatThrownBy(() -> evaluate("--train-until", "yesterday"))
                .isInstanceOf(LoadException.class)
                .hasMessageContaining("must be an instant such as 2026-03-10T12:00:00Z, got yesterday");
        assertThatThrownBy(() -> evaluate("--train-until", "0")).hasMessageContaining("leaves 0 of 240 interactions");
        assertThatThrownBy(() -> evaluate("hindsight")).hasMessageContaining("no protocol hindsight: there are");
        assertThatThrownBy(() -> evaluate("--k", "0")).hasMessageContaining("--k must be 1..1000, got 0");
    }

    @Test
    void neighboursAreTunedOnASliceOfTheLog() {
        String told = printed(() -> new CommandLine(new TuneCommand())
                .execute("neighbours", "--interactions", file.toString(), "--questions", "20"));
        assertThat(told)
                .startsWith("learned from 144 events, validated on 48, 48 not looked at")
                .containsPattern("ranking:\\R  before-weight: \\d\\.\\d\\d\\R  own-exponent: ")
                .containsPattern("  history-items: \\d+");
    }
}
