package dev.millrace.query.http;

import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/// What only an attributed answer says in its body; a shared one says it in headers.
///
/// @param freshnessMs null when unknown
record Attribution(String requestId, @Nullable Long freshnessMs) {

    static Attribution of(Exchange exchange, OptionalLong freshnessMs) {
        return new Attribution(exchange.requestId(), freshnessMs.isPresent() ? freshnessMs.getAsLong() : null);
    }
}
