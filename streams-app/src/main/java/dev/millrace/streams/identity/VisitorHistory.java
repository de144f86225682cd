package dev.millrace.streams.identity;

import dev.millrace.contract.proto.ActorProfile;
import dev.millrace.contract.proto.Effect;
import dev.millrace.contract.proto.Interaction;
import dev.millrace.contract.proto.Login;
import dev.millrace.contract.proto.ProfileChange;
import dev.millrace.contract.proto.ProfileEntry;
import dev.millrace.contract.proto.VisitorLogin;
import dev.millrace.streams.config.TopologySettings.Bounds;
import dev.millrace.streams.profile.ProfileEntries;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/// What a visitor did, and whose it is.
///
/// An anonymous interaction belongs to the user who logged in during its visit; else to the first user who
/// logged in on that device later, if that was soon enough; else to nobody. So it joins one profile at most,
/// and which one does not depend on what was read first: a login that arrives late moves what is its own. What
/// is pushed out of the bounded history stays where it had joined. A device with more users than
/// [Bounds#usersPerVisitor] is shared: what has joined stays, nothing joins any more. Pure.
public final class VisitorHistory {
    private static final Comparator<VisitorLogin> OLDEST_FIRST = Comparator.comparingLong(VisitorLogin::getTimeMs)
            .thenComparingLong(VisitorLogin::getVisit)
            .thenComparingLong(VisitorLogin::getUser);

    private VisitorHistory() {}

    /// @param profile what is kept from now on
    /// @param changes what joins profiles of users, or leaves them
    public record Result(ActorProfile profile, List<ProfileChange> changes) {}

    /// One interaction more, or less.
    public static Result apply(ActorProfile profile, Interaction interaction, Bounds bounds) {
        ProfileEntry entry = ProfileEntries.of(interaction);
        if (interaction.getEffect() == Effect.RETRACT) {
            ProfileEntry kept = ProfileEntries.find(profile, entry)
                    .orElseGet(() -> entry.toBuilder()
                            .setOwner(owner(profile, entry, bounds))
                            .build()); // pushed out: whose it was follows from the logins
            List<ProfileChange> changes =
                    kept.getOwner() == 0 ? List.of() : List.of(change(kept, kept.getOwner(), true));
            return new Result(ProfileEntries.remove(profile, entry), changes);
        }
        long owner = owner(profile, entry, bounds);
        return new Result(
                ProfileEntries.add(profile, entry.toBuilder().setOwner(owner).build(), bounds),
                owner == 0 ? List.of() : List.of(change(entry, owner, false)));
    }

    /// One login more.
    public static Result apply(ActorProfile profile, Login login, Bounds bounds) {
        boolean known = profile.getLoginsList().stream()
                .anyMatch(other -> other.getUser() == login.getUser() && other.getVisit() == login.getVisit());
        if (profile.getShared()) {
            return new Result(shared(profile, login.getTimeMs()), List.of());
        }
        if (known) {
            return new Result(profile, List.of());
        }
        List<VisitorLogin> logins = new ArrayList<>(profile.getLoginsList());
        logins.add(VisitorLogin.newBuilder()
                .setUser(login.getUser())
                .setVisit(login.getVisit())
                .setTimeMs(login.getTimeMs())
                .build());
        logins.sort(OLDEST_FIRST);
        long users = logins.stream().mapToLong(VisitorLogin::getUser).distinct().count();
        if (users > bounds.usersPerVisitor()) {
            return new Result(shared(profile, logins.getLast().getTimeMs()), List.of());
        }
        int dropped = Math.max(0, logins.size() - bounds.loginsPerVisitor());
        ActorProfile.Builder next =
                profile.toBuilder().clearLogins().addAllLogins(logins.subList(dropped, logins.size()));
        if (dropped > 0) {
            next.setSettledUntilMs(Math.max(
                    profile.getSettledUntilMs(), logins.get(dropped - 1).getTimeMs()));
        }
        return assigned(next.build(), bounds);
    }

    /// It is remembered until nobody has logged in for long.
    private static ActorProfile shared(ActorProfile profile, long loginMs) {
        return profile.toBuilder()
                .clearLogins()
                .setShared(true)
                .setSettledUntilMs(Math.max(profile.getSettledUntilMs(), loginMs))
                .build();
    }

    private static Result assigned(ActorProfile profile, Bounds bounds) {
        List<ProfileChange> changes = new ArrayList<>();
        ActorProfile.Builder next = profile.toBuilder();
        for (int i = 0; i < profile.getOrdersCount(); i++) {
            next.setOrders(i, assigned(profile, profile.getOrders(i), bounds, changes));
        }
        for (int i = 0; i < profile.getActionsCount(); i++) {
            next.setActions(i, assigned(profile, profile.getActions(i), bounds, changes));
        }
        return new Result(next.build(), changes);
    }

    private static ProfileEntry assigned(
            ActorProfile profile, ProfileEntry entry, Bounds bounds, List<ProfileChange> changes) {
        boolean settled = entry.getTimeMs() <= profile.getSettledUntilMs();
        long owner = settled ? entry.getOwner() : owner(profile, entry, bounds);
        if (owner == entry.getOwner()) {
            return entry;
        }
        if (entry.getOwner() != 0) {
            changes.add(change(entry, entry.getOwner(), true));
        }
        if (owner != 0) {
            changes.add(change(entry, owner, false));
        }
        return entry.toBuilder().setOwner(owner).build();
    }

    /// The user whose it is; 0 for nobody.
    private static long owner(ActorProfile profile, ProfileEntry entry, Bounds bounds) {
        Optional<VisitorLogin> sameVisit = profile.getLoginsList().stream()
                .filter(login -> entry.getVisit() != 0 && login.getVisit() == entry.getVisit())
                .findFirst();
        return sameVisit
                .or(() -> profile.getLoginsList().stream()
                        .filter(login -> login.getTimeMs() >= entry.getTimeMs()
                                && login.getTimeMs() - entry.getTimeMs()
                                        <= bounds.anonymousTime().toMillis())
                        .findFirst())
                .map(VisitorLogin::getUser)
                .orElse(0L);
    }

    private static ProfileChange change(ProfileEntry entry, long user, boolean leaves) {
        return ProfileChange.newBuilder()
                .setUser(user)
                .setEntry(entry.toBuilder().setJoined(true).clearVisit().clearOwner())
                .setLeaves(leaves)
                .build();
    }
}
