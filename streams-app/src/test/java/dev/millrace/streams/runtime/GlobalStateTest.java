package dev.millrace.streams.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class GlobalStateTest {
    @TempDir
    private Path folder;

    private Path table;

    @BeforeEach
    void aTable() throws IOException {
        Path global = Files.createDirectories(folder.resolve("app").resolve("global"));
        table = Files.writeString(global.resolve("table"), "rows");
        Files.createDirectories(folder.resolve("app").resolve("0_1"));
    }

    @Test
    void tablesThatWereClosedAreKept() {
        GlobalState first = new GlobalState(folder, "app");
        first.opens();
        first.closed();

        new GlobalState(folder, "app").opens();

        assertThat(table).exists();
    }

    @Test
    void tablesThatWereNotClosedAreReadAnewAndNothingElseIsTouched() {
        new GlobalState(folder, "app").opens();

        new GlobalState(folder, "app").opens();

        assertThat(table).doesNotExist();
        assertThat(folder.resolve("app").resolve("0_1")).exists();
    }

    @Test
    void aFolderThatDoesNotExistYetIsMade() {
        GlobalState state = new GlobalState(folder.resolve("new"), "app");
        state.opens();
        state.closed();
        assertThat(folder.resolve("new")).isDirectory();
    }
}
