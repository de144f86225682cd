package dev.millrace.streams.logins;

import dev.millrace.contract.id.Actor;
import dev.millrace.contract.proto.LoginOwner;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/// Looks up whose a login is. Another thread fills the table.
public final class LoginTable {
    private static final String HASH_PREFIX = "h:";
    private static final String PROGRESS_PREFIX = "progress|";

    private final Function<String, @Nullable LoginOwner> table;
    private final int partitions;

    /// @param table the replicated table, by key
    /// @param partitions of the raw topic of users
    public LoginTable(Function<String, @Nullable LoginOwner> table, int partitions) {
        this.table = table;
        this.partitions = partitions;
    }

    /// Whether a text is a login, as the connector hides it.
    public static boolean isLogin(String text) {
        return text.startsWith(HASH_PREFIX);
    }

    static String progressKey(int partition) {
        return PROGRESS_PREFIX + partition;
    }

    /// The user whose login it is, as far as has been read.
    public Optional<Actor.User> owner(String login) {
        @Nullable LoginOwner owner = table.apply(login);
        return owner == null || owner.getUser() <= 0 ? Optional.empty() : Optional.of(new Actor.User(owner.getUser()));
    }

    /// Commit time up to which the shop's users have been read; 0 while nothing has.
    public long readUntilUs() {
        return IntStream.range(0, partitions)
                .mapToObj(partition -> table.apply(progressKey(partition)))
                .mapToLong(progress -> progress == null ? 0 : progress.getCommitTimeUs())
                .min()
                .orElse(0);
    }
}
