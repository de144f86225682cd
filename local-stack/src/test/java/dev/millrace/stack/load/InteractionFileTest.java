package dev.millrace.stack.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.millrace.stack.load.InteractionFile.Line;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class InteractionFileTest {
    @TempDir
    private Path folder;

    private Path file(String text) throws IOException {
        return Files.writeString(folder.resolve("interactions.csv"), text);
    }

    @Test
    void readsOldestFirstAndNumbersByFirstAppearance() throws IOException {
        Path file = file("""
                item,session,timestamp
                b,x,2026-03-10T12:00:00Z
                a,y,5
                b,y,5
                """);
        assertThat(InteractionFile.read(file))
                .containsExactly(new Line(2, 2, 5, 1), new Line(2, 1, 5, 1), new Line(1, 1, 1_773_144_000_000L, 1));
    }

    @Test
    void takesWeightsAndUnpacks() throws IOException {
        Path file = folder.resolve("interactions.csv.gz");
        try (var out = new GZIPOutputStream(Files.newOutputStream(file))) {
            out.write("session,item,timestamp,weight\n1,2,3,0.5\n".getBytes(java.nio.charset.StandardCharsets.UTF_8));
        }
        assertThat(InteractionFile.read(file)).containsExactly(new Line(1, 1, 3, 0.5));
    }

    @Test
    void saysWhatIsWrong() throws IOException {
        Path noItem = file("session,timestamp\n1,2\n");
        assertThatThrownBy(() -> InteractionFile.read(noItem)).hasMessageContaining("has no column item");
        Path noTime = file("session,item,timestamp\n1,2,yesterday\n");
        assertThatThrownBy(() -> InteractionFile.read(noTime)).hasMessageContaining("record 1", "yesterday");
        assertThatThrownBy(() -> InteractionFile.read(folder.resolve("none.csv")))
                .hasMessageContaining("cannot read");
        assertThatThrownBy(() -> InteractionFile.read(folder)).hasMessageContaining("name a CSV file");
    }
}
