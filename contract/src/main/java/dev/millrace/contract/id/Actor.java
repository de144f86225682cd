package dev.millrace.contract.id;

import java.util.Optional;
import java.util.regex.Pattern;

/// Who acts: a shop user, or a visitor that has not logged in.
public sealed interface Actor {

    /// The key in topics, stores and the partitioner.
    String key();

    /// Whether a key is that of a user.
    static boolean isUser(String key) {
        return key.startsWith("u:");
    }

    /// A shop user, `u:42`.
    ///
    /// @param number `user.id`, positive
    record User(long number) implements Actor {
        public User {
            if (number <= 0) {
                throw new IllegalArgumentException("user number must be positive, got " + number);
            }
        }

        @Override
        public String key() {
            return "u:" + number;
        }
    }

    /// A Matomo visitor, `v:` and 16 lower-case hex digits.
    ///
    /// @param hex `log_visit.idvisitor`
    record Visitor(String hex) implements Actor {
        private static final Pattern HEX = Pattern.compile("[0-9a-f]{16}");

        public Visitor {
            if (!HEX.matcher(hex).matches()) {
                throw new IllegalArgumentException("visitor id must be 16 lower-case hex digits");
            }
        }

        /// Reads 16 hex digits of any case; empty when it is something else.
        public static Optional<Visitor> parse(String text) {
            String lower = text.toLowerCase(java.util.Locale.ROOT);
            return HEX.matcher(lower).matches() ? Optional.of(new Visitor(lower)) : Optional.empty();
        }

        @Override
        public String key() {
            return "v:" + hex;
        }
    }
}
