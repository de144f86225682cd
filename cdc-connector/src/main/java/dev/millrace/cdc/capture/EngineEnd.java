package dev.millrace.cdc.capture;

import org.jspecify.annotations.Nullable;

/// Why an engine is no longer running.
///
/// @param engine its name
/// @param message what happened, in one sentence
/// @param cause null when Debezium names none
public record EngineEnd(
        String engine, String message, @Nullable Throwable cause) {}
