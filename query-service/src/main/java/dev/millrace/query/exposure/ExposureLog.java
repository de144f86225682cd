package dev.millrace.query.exposure;

import dev.millrace.contract.proto.RequestExposure;

/// Takes note of the lists that were served. **Threads:** any number may offer; nobody ever waits.
@FunctionalInterface
public interface ExposureLog extends AutoCloseable {

    /// Where nothing is logged: `exposure.enabled: false`.
    ExposureLog OFF = exposure -> false;

    /// Takes an exposure in, to be written later.
    ///
    /// @return false when it is left out
    boolean offer(RequestExposure exposure);

    /// Begins to write. What was offered before has waited.
    default void start() {}

    /// Writes what has been taken in, as far as it goes within a time. What is offered later is left out.
    @Override
    default void close() {}
}
