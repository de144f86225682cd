package dev.millrace.stack.supervise;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class DataFolderTest {

    @Test
    void cleansWhatItMade(@TempDir Path folder) throws IOException {
        DataFolder data = new DataFolder(folder.resolve("new"));
        data.prepare();
        Files.createDirectories(data.mysql().resolve("tables"));
        data.clean();
        data.prepare();
        assertThat(data.mysql()).doesNotExist();
    }

    @Test
    void neverTouchesAFolderOfSomebodyElse(@TempDir Path folder) throws IOException {
        Path precious = Files.writeString(folder.resolve("thesis.txt"), "all of it");
        DataFolder data = new DataFolder(folder);
        assertThatThrownBy(data::prepare).isInstanceOf(StackException.class).hasMessageContaining("--data-dir");
        assertThatThrownBy(data::clean).isInstanceOf(StackException.class);
        assertThat(precious).exists();
    }

    @Test
    void refusesASecondSupervisor(@TempDir Path folder) {
        DataFolder data = new DataFolder(folder);
        data.prepare();
        try (StackLock _ = StackLock.take(data)) {
            assertThatThrownBy(() -> StackLock.take(data))
                    .isInstanceOf(StackException.class)
                    .hasMessageContaining("already runs on " + folder)
                    .hasMessageContaining("./dev down");
        }
        assertThat(StackLock.holder(data)).isEmpty();
    }

    @Test
    void keepsOneOldLog(@TempDir Path folder) throws IOException {
        DataFolder data = new DataFolder(folder);
        data.prepare();
        for (String run : new String[] {"one", "two", "three"}) {
            data.rotateLog("kafka");
            Files.writeString(data.log("kafka"), run);
        }
        assertThat(data.log("kafka")).hasContent("three");
        assertThat(data.logs().resolve("kafka.log.1")).hasContent("two");
    }
}
