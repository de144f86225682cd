package dev.millrace.query.serve;

import dev.millrace.contract.features.Facts;
import dev.millrace.contract.id.Actor;
import dev.millrace.contract.profile.Preferences;
import dev.millrace.contract.profile.TasteItem;
import dev.millrace.contract.proto.ActorProfile;
import dev.millrace.contract.store.QueryableStore;
import dev.millrace.query.recall.ActorState;
import dev.millrace.query.recall.Catalogue;
import dev.millrace.query.recall.Item;
import dev.millrace.query.state.Freshness;
import dev.millrace.query.state.Lookup;
import dev.millrace.query.state.Readings;
import dev.millrace.query.state.StateReader;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/// Reads who asks: a user's profile, with what was his before he logged in, or a visitor's own.
public final class ProfileReader {
    private final StateReader state;
    private final Catalogue catalogue;
    private final Settings settings;
    private final LongSupplier nowMs;

    /// @param halfLife after which an interaction counts half
    /// @param visit a pause that ends a visit
    /// @param maxRecent newest items that are looked at
    public record Settings(Duration halfLife, Duration visit, int maxRecent) {}

    /// @param nowMs what time it is: the wall clock, or while history is replayed that of the newest event
    public ProfileReader(StateReader state, Catalogue catalogue, Settings settings, LongSupplier nowMs) {
        this.nowMs = nowMs;
        this.state = state;
        this.catalogue = catalogue;
        this.settings = settings;
    }

    /// What was read.
    ///
    /// @param profile empty when nothing is known of the actor
    /// @param away nobody has the profile at the moment
    /// @param completeUntilUs see [Freshness]
    public record Answer(
            Optional<ActorProfile> profile,
            ActorState state,
            boolean away,
            boolean standby,
            OptionalLong completeUntilUs) {}

    /// The profile of `actor` as of now.
    public Answer read(Actor actor) {
        return answer(actor, nowMs.getAsLong(), state.read(lookups(actor)));
    }

    private static Lookup<ActorProfile> own(Actor actor) {
        return switch (actor) {
            case Actor.User _ -> Lookup.of(QueryableStore.USER_PROFILES, actor);
            case Actor.Visitor _ -> Lookup.of(QueryableStore.VISITOR_PROFILES, actor);
        };
    }

    /// What has to be read for [#answer]; the profile is the last of them.
    List<Lookup<?>> lookups(Actor actor) {
        Lookup<ActorProfile> own = own(actor);
        List<Lookup<?>> lookups = new ArrayList<>(Freshness.of(own));
        lookups.add(own);
        return lookups;
    }

    /// The profile of `actor` as it was read, at `nowMs`.
    ///
    /// @param readings of [#lookups], and of others maybe
    Answer answer(Actor actor, long nowMs, Readings readings) {
        Lookup<ActorProfile> own = own(actor);
        Optional<ActorProfile> found = readings.of(own).value();
        return new Answer(
                found,
                found.map(profile -> state(profile, nowMs)).orElse(ActorState.UNKNOWN),
                readings.of(own).away(),
                readings.fromStandby(),
                Freshness.completeUntilUs(readings, Freshness.of(own)));
    }

    private ActorState state(ActorProfile profile, long nowMs) {
        Preferences preferences = Preferences.of(profile, this::taste, nowMs, settings.halfLife());
        return ActorState.of(
                profile,
                preferences,
                Facts.actor(profile, preferences, nowMs),
                settings.maxRecent(),
                nowMs - settings.visit().toMillis());
    }

    private @Nullable TasteItem taste(long code) {
        Item item = catalogue.at(code);
        return item == null ? null : item.taste();
    }
}
