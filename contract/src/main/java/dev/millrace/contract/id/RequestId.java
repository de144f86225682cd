package dev.millrace.contract.id;

import java.util.Optional;
import java.util.UUID;
import java.util.regex.Pattern;

/// The id of one recommendation request, `req_…`; shop pages carry it back through Matomo.
///
/// @param value `req_` and 1 to 64 letters, digits, `-` or `_`
public record RequestId(String value) {
    private static final Pattern FORM = Pattern.compile("req_[A-Za-z0-9_-]{1,64}");

    public RequestId {
        if (!FORM.matcher(value).matches()) {
            throw new IllegalArgumentException("request id must match " + FORM);
        }
    }

    /// The id in `text`; empty when it is not of the form.
    public static Optional<RequestId> parse(String text) {
        return FORM.matcher(text).matches() ? Optional.of(new RequestId(text)) : Optional.empty();
    }

    /// A new random id.
    public static RequestId random() {
        return new RequestId("req_" + UUID.randomUUID());
    }
}
