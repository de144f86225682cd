package dev.millrace.stack.supervise;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/// One program of the stack, as the supervisor sees it.
public interface Part {

    /// The name in messages, files and status, such as `streams-app`.
    String name();

    /// Where its output goes.
    Path log();

    /// How long from launch to ready is ordinary; beyond it the part is reported, not ended.
    Duration startLimit();

    /// Whether it need not wait until the part before it is ready.
    default boolean startsWithPrevious() {
        return false;
    }

    /// Starts it once. May block, bounded and interruptible, for preparations.
    ///
    /// @throws RuntimeException when it cannot be started now; the message says why
    Running launch();

    /// A started part.
    interface Running {
        boolean isAlive();

        /// The process id that a person would look at.
        long pid();

        /// Whether it does its work; cheap enough to be asked ten times a second.
        boolean isReady();

        /// Waits until it ends, but no longer than `limit`.
        ///
        /// @return how it ended, for people; empty when it still runs
        Optional<String> awaitEnd(Duration limit) throws InterruptedException;

        /// Stops it, in order if it obeys within `patience`, by force otherwise. Returns when it is gone.
        void stop(Duration patience);
    }
}
