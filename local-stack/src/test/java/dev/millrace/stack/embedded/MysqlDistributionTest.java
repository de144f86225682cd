package dev.millrace.stack.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MysqlDistributionTest {
    private static final int ROUNDS = 200;
    private static final int PROCESSES = 4;

    @TempDir
    Path cache;

    @Test
    void keepsTheFolderThatAnotherProcessPublishedFirst() throws Exception {
        try (var threads = Executors.newFixedThreadPool(PROCESSES)) {
            for (int round = 0; round < ROUNDS; round++) {
                Path home = cache.resolve("home-" + round);
                var together = new CyclicBarrier(PROCESSES);
                var done = threads.invokeAll(IntStream.range(0, PROCESSES)
                        .mapToObj(process -> publishing(home, process, together))
                        .toList());
                for (var each : done) {
                    each.get();
                }
                assertThat(home.resolve("mysqld")).hasContent("program");
            }
        }
    }

    @Test
    void saysWhyAFolderCannotBePublished() throws IOException {
        Path fresh = unpacked("fresh");

        assertThatThrownBy(() -> MysqlDistribution.publish(fresh, cache.resolve("absent/home")))
                .isInstanceOf(FileSystemException.class);
        assertThat(fresh.resolve("mysqld")).exists();
    }

    private Callable<Void> publishing(Path home, int process, CyclicBarrier together) {
        return () -> {
            Path fresh = unpacked(home.getFileName() + ".tmp" + process);
            together.await();
            MysqlDistribution.publish(fresh, home);
            return null;
        };
    }

    private Path unpacked(String name) throws IOException {
        Path fresh = Files.createDirectory(cache.resolve(name));
        Files.writeString(fresh.resolve("mysqld"), "program");
        return fresh;
    }
}
