package dev.millrace.stack.supervise;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// With small real processes.
@NullUnmarked // fields are set before each test
@Timeout(value = 60, unit = TimeUnit.SECONDS)
final class SupervisorTest {
    private static final RestartPolicy QUICK =
            new RestartPolicy(Duration.ofMillis(10), Duration.ofMillis(50), 4, Duration.ofMinutes(1), 2);

    @TempDir
    private Path folder;

    private Path journal;
    private Supervisor supervisor;

    @BeforeEach
    void nameJournal() {
        journal = folder.resolve("journal");
    }

    @AfterEach
    void stopAll() {
        supervisor.close();
        assertThat(supervisor.parts()).allMatch(part -> part.pid() == 0);
    }

    @Test
    void startsInOrderAndStopsInReverseOrder() throws Exception {
        supervise(ShellPart.obedient("first", journal), ShellPart.obedient("second", journal));
        assertThat(supervisor.start()).isTrue();
        supervisor.close();
        assertThat(Files.readAllLines(journal))
                .containsExactly("start first", "start second", "stop second", "stop first");
    }

    @Test
    void startsAgainWhatWasKilled() throws Exception {
        supervise(ShellPart.obedient("only", journal));
        assertThat(supervisor.start()).isTrue();
        long pid = only().pid();
        ProcessHandle.of(pid).orElseThrow().destroyForcibly();
        Awaitility.await().until(() -> only().state() == PartState.READY && only().pid() != pid);
        assertThat(Files.readAllLines(journal)).containsExactly("start only", "start only");
    }

    @Test
    void givesUpWhatDiesAgainAndAgain() throws Exception {
        supervise(new ShellPart("only", journal, "wait_a_bit; wait_a_bit; wait_a_bit; exit 9"));
        assertThat(supervisor.start()).isTrue();
        Awaitility.await().atMost(Duration.ofSeconds(30)).until(() -> only().state() == PartState.FAILED);
        assertThat(only().reason()).isEqualTo("died 4 times within 60 s: ended with exit code 9");
    }

    @Test
    void doesNotStartTheNextWhenOneNeverBecomesReady() throws Exception {
        supervise(ShellPart.broken("bad", journal), ShellPart.obedient("next", journal));
        assertThat(supervisor.start()).isFalse();
        assertThat(supervisor.parts().getFirst().reason())
                .isEqualTo("never became ready in 2 attempts: ended with exit code 3");
        assertThat(supervisor.parts().getLast().state()).isEqualTo(PartState.WAITING);
        assertThat(journal).doesNotExist();
    }

    @Test
    void waitsForWhatIsSlowAndNeverEndsIt() throws Exception {
        supervise(ShellPart.slow("slow", journal));
        assertThat(supervisor.start()).isTrue();
        assertThat(Files.readAllLines(journal)).containsExactly("start slow");
        assertThat(only().state()).isEqualTo(PartState.READY);
        assertThat(only().reason()).isEmpty();
    }

    @Test
    void killsWhatDoesNotObey() throws Exception {
        supervise(new ShellPart("stubborn", journal, "trap '' TERM; while :; do wait_a_bit; done"));
        assertThat(supervisor.start()).isTrue();
        long pid = only().pid();
        supervisor.close();
        assertThat(ProcessHandle.of(pid)).isEmpty();
    }

    private void supervise(Part... parts) {
        supervisor = new Supervisor(List.of(parts), QUICK, (_, _) -> {}, Duration.ofSeconds(2));
    }

    private Supervisor.PartView only() {
        return supervisor.parts().getFirst();
    }
}
