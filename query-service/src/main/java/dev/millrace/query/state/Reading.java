package dev.millrace.query.state;

import com.google.protobuf.MessageLite;
import java.util.Optional;

/// What came of a [Lookup].
///
/// @param <V> value of the store
public sealed interface Reading<V extends MessageLite> {

    /// The entry.
    record Found<V extends MessageLite>(V entry) implements Reading<V> {}

    /// The partition answered that it has no such key.
    record Absent<V extends MessageLite>() implements Reading<V> {}

    /// No copy of the partition answered in time.
    record Away<V extends MessageLite>() implements Reading<V> {}

    /// The value if there is one.
    default Optional<V> value() {
        return switch (this) {
            case Found<V> found -> Optional.of(found.entry());
            case Absent<V> _, Away<V> _ -> Optional.empty();
        };
    }

    /// Whether nobody answered.
    default boolean away() {
        return this instanceof Away<V>;
    }
}
