package dev.millrace.query.exposure;

import dev.millrace.contract.proto.RequestExposure;

/// What came of a search for an exposure.
public sealed interface Finding {

    /// The list as it was served.
    record Found(RequestExposure exposure) implements Finding {}

    /// It is not among those that were looked at.
    ///
    /// @param looked how many of its partition these were
    /// @param isAll whether there were no more
    record Missing(long looked, boolean isAll) implements Finding {}

    /// Nobody can tell now.
    ///
    /// @param why a sentence for who asked
    record Away(String why) implements Finding {}
}
