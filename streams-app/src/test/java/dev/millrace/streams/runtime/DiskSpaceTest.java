package dev.millrace.streams.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DiskSpaceTest {
    @TempDir
    private Path folder;

    private final AtomicInteger ends = new AtomicInteger();

    @Test
    void withLessRoomThanAskedForTheProcessEndsAtOnceAndOnce() throws Exception {
        try (DiskSpace disk = new DiskSpace(folder.resolve("state"), Long.MAX_VALUE, ends::incrementAndGet)) {
            disk.start();
            assertThat(ends).hasValue(1);
            assertThat(disk.freeBytes()).isPositive();
        }
        assertThat(ends).hasValue(1);
    }

    @Test
    void withRoomNothingHappens() throws Exception {
        try (DiskSpace disk = new DiskSpace(folder.resolve("state"), 1, ends::incrementAndGet)) {
            disk.start();
            assertThat(ends).hasValue(0);
        }
    }

    @Test
    void aDiskThatIsNotThereHasNoRoomThatAnybodyCouldTell() {
        try (DiskSpace disk = new DiskSpace(folder.resolve("gone"), 1, ends::incrementAndGet)) {
            assertThat(disk.freeBytes()).isNaN();
            assertThat(ends).hasValue(0);
        }
    }
}
