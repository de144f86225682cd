package dev.millrace.query.serve;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Failures that lists get over: logged with their traces once a minute, for they may come with every request.
final class Complaints {
    private static final Logger log = LoggerFactory.getLogger(Complaints.class);
    private static final long PAUSE_NANOS = TimeUnit.MINUTES.toNanos(1);
    private static final AtomicLong next = new AtomicLong(System.nanoTime());

    private Complaints() {}

    /// Something failed that a list can do without.
    static void of(Throwable failure) {
        long now = System.nanoTime();
        long due = next.get();
        if (now - due >= 0 && next.compareAndSet(due, now + PAUSE_NANOS)) {
            log.atError().setCause(failure).log("a part of a list failed, the list went without; told once a minute");
        }
    }
}
