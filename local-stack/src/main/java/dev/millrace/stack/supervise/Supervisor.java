package dev.millrace.stack.supervise;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;

/// Starts parts one after the other, each when those before it are ready, if it needs them; stops them in reverse
/// order.
public final class Supervisor implements AutoCloseable {
    private final List<PartKeeper> keepers;
    private final Duration patience;
    private final CountDownLatch closed = new CountDownLatch(1);
    private volatile boolean closing;
    private volatile boolean wasReady;

    /// @param parts in the order of their start
    /// @param policy for all of them
    /// @param listener told after every change, by any thread
    /// @param patience how long a part may take to stop before it is killed
    public Supervisor(List<Part> parts, RestartPolicy policy, Listener listener, Duration patience) {
        this.patience = patience;
        this.keepers = parts.stream()
                .map(part -> new PartKeeper(part, policy, keeper -> listener.changed(this, view(keeper))))
                .toList();
    }

    /// Hears of every change of a part.
    public interface Listener {
        /// Called after `part` changed; must not block for long.
        void changed(Supervisor stack, PartView part);
    }

    /// A part at one moment.
    ///
    /// @param part which
    /// @param state where it stands
    /// @param reason why it is not ready; empty text when nothing is wrong
    /// @param pid its process, 0 when it has none
    public record PartView(Part part, PartState state, String reason, long pid) {}

    /// Starts all parts.
    ///
    /// @return whether all became ready; if not, those that run are still running
    public boolean start() throws InterruptedException {
        List<CompletableFuture<Boolean>> pending = new ArrayList<>();
        for (PartKeeper keeper : keepers) {
            if (closing || (!keeper.part().startsWithPrevious() && !areReadyAtLast(pending))) {
                return false;
            }
            pending.add(keeper.start());
        }
        wasReady = areReadyAtLast(pending);
        return wasReady;
    }

    private static boolean areReadyAtLast(List<CompletableFuture<Boolean>> pending) throws InterruptedException {
        try {
            for (CompletableFuture<Boolean> one : pending) {
                if (!one.get()) {
                    return false;
                }
            }
            return true;
        } catch (ExecutionException e) {
            throw new IllegalStateException("a keeper never fails, it answers false", e);
        }
    }

    /// All parts, in the order of their start.
    public List<PartView> parts() {
        return keepers.stream().map(Supervisor::view).toList();
    }

    /// Whether all parts have been ready at one moment.
    public boolean wasReady() {
        return wasReady;
    }

    /// Whether it is on its way down.
    public boolean isClosing() {
        return closing;
    }

    /// Waits until [#close] has ended.
    public void awaitClosed() throws InterruptedException {
        closed.await();
    }

    /// Stops all parts in reverse order; each is gone before the next is told.
    @Override
    public synchronized void close() {
        closing = true;
        for (PartKeeper keeper : keepers.reversed()) {
            if (keeper.state() != PartState.STOPPED && keeper.state() != PartState.WAITING) {
                keeper.stop(patience);
            }
        }
        closed.countDown();
    }

    private static PartView view(PartKeeper keeper) {
        return new PartView(
                keeper.part(), keeper.state(), keeper.reason(), keeper.pid().orElse(0));
    }
}
