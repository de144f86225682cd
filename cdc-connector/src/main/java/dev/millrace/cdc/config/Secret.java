package dev.millrace.cdc.config;

/// A value that is never printed.
///
/// @param value plain text
public record Secret(String value) {

    @Override
    public String toString() {
        return value.isEmpty() ? "(empty)" : "********";
    }
}
