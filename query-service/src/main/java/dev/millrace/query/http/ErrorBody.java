package dev.millrace.query.http;

import java.util.List;

/// Every error as JSON.
///
/// @param detail a sentence, or for 422 a list of [Problem]
record ErrorBody(Object detail, String requestId) {

    /// Which parameter, what it was, what is accepted.
    record Problem(String parameter, String value, String message) {}

    static ErrorBody of(BadParameter bad, String requestId) {
        return new ErrorBody(
                List.of(new Problem(bad.parameter(), bad.value(), String.valueOf(bad.getMessage()))), requestId);
    }
}
