package dev.millrace.contract.id;

import java.util.Optional;
import java.util.OptionalLong;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// The id of one recommendation request, `req_…`; shop pages carry it back through Matomo.
///
/// Those of ours are `req_` and a UUID of version 7 (RFC 9562): 48 bits of epoch milliseconds, then chance. So
/// they sort by time, and a log in the order of time is searched from there. A client may send any other.
///
/// @param value `req_` and 1 to 64 letters, digits, `-` or `_`
public record RequestId(String value) {
    private static final Pattern FORM = Pattern.compile("req_[A-Za-z0-9_-]{1,64}");
    private static final Pattern TIMED =
            Pattern.compile("req_([0-9a-f]{8})-([0-9a-f]{4})-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}");
    private static final int HEX = 16;
    private static final int TIME_SHIFT = 16;
    private static final long VERSION = 0x7000;
    private static final long CHANCE = 0x0FFF;

    public RequestId {
        if (!FORM.matcher(value).matches()) {
            throw new IllegalArgumentException("request id must match " + FORM);
        }
    }

    /// The id in `text`; empty when it is not of the form.
    public static Optional<RequestId> parse(String text) {
        return FORM.matcher(text).matches() ? Optional.of(new RequestId(text)) : Optional.empty();
    }

    /// A new id, made now.
    public static RequestId random() {
        return madeAt(System.currentTimeMillis());
    }

    /// A new id that tells this time.
    ///
    /// @param timeMs epoch milliseconds
    static RequestId madeAt(long timeMs) {
        UUID chance = UUID.randomUUID(); // has the variant's bits where version 7 has them
        long high = timeMs << TIME_SHIFT | VERSION | (chance.getMostSignificantBits() & CHANCE);
        return new RequestId("req_" + new UUID(high, chance.getLeastSignificantBits()));
    }

    /// When it was made, epoch milliseconds; empty when it does not tell. A client may send an id of ours again at any
    /// time, or make one up.
    public OptionalLong madeAtMs() {
        Matcher timed = TIMED.matcher(value);
        return timed.matches()
                ? OptionalLong.of(Long.parseLong(timed.group(1) + timed.group(2), HEX))
                : OptionalLong.empty();
    }
}
