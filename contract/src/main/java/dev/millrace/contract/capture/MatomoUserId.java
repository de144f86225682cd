package dev.millrace.contract.capture;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/// What a site gives Matomo as `user_id` when somebody logs in.
public enum MatomoUserId {
    /// The number of the shop's user.
    ID,
    /// `user.user_name`.
    USER_NAME,
    /// `user.user_email`.
    USER_EMAIL;

    /// `id`, `user_name` or `user_email`: the value of the setting.
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    /// The column of the shop's `user` table that holds the same text; empty when the text is the id itself.
    public Optional<String> column() {
        return this == ID ? Optional.empty() : Optional.of(word());
    }

    /// The constant of that word.
    public static Optional<MatomoUserId> of(String word) {
        return Arrays.stream(values()).filter(one -> one.word().equals(word)).findFirst();
    }
}
