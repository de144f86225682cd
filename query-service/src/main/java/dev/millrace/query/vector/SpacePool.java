package dev.millrace.query.vector;

import java.util.concurrent.ArrayBlockingQueue;
import java.util.function.Supplier;

/// Search spaces for all threads; virtual threads are too many for one each. Nobody waits: when all are lent, another
/// is made, and thrown away when too many come back.
final class SpacePool {
    private final ArrayBlockingQueue<SearchSpace> free =
            new ArrayBlockingQueue<>(2 * Runtime.getRuntime().availableProcessors());
    private final Supplier<SearchSpace> maker;

    SpacePool(Supplier<SearchSpace> maker) {
        this.maker = maker;
    }

    SearchSpace take() {
        SearchSpace space = free.poll();
        return space == null ? maker.get() : space;
    }

    void give(SearchSpace space) {
        free.offer(space);
    }
}
