package dev.millrace.query.cache;

import dev.millrace.contract.id.Actor;
import dev.millrace.contract.id.ItemId;
import dev.millrace.query.serve.ListRequest;
import java.time.Duration;
import java.util.Optional;

/// What a list is made from, as far as its changes are followed: the profile of whom it is for, and the neighbours of
/// the
/// item on whose page it stands. All else counts by the list's age.
///
/// @param users changes of users' profiles
/// @param visitors changes of visitors' profiles
/// @param neighbours changes of items' neighbours
/// @param grace how long a list for everybody may miss a change
public record ListInputs(StoreChanges users, StoreChanges visitors, StoreChanges neighbours, Duration grace) {

    /// Up to where the changes of a list's inputs were seen when it was begun.
    ///
    /// @param actor of the profile; 0 when the list is for nobody
    /// @param page of the neighbours; 0 when it stands on no page
    record Stamp(long actor, long page) {
        private static final long NOT_ASKED = 0;
    }

    /// The stamp for a list that is about to be made.
    Stamp stamp(ListRequest request) {
        return new Stamp(
                request.actor().map(actor -> profiles(actor).stamp(actor.key())).orElse(Stamp.NOT_ASKED),
                request.page().map(page -> neighbours.stamp(page.key())).orElse(Stamp.NOT_ASKED));
    }

    /// Whether a list that was made then has all changes of its inputs; one for everybody may miss the newest.
    boolean holds(ListRequest request, Stamp stamp) {
        Optional<Actor> actor = request.actor();
        Duration missing = actor.isPresent() ? Duration.ZERO : grace;
        return actor.map(who -> profiles(who).holds(who.key(), stamp.actor(), missing))
                        .orElse(true)
                && request.page()
                        .map(ItemId::key)
                        .map(page -> neighbours.holds(page, stamp.page(), missing))
                        .orElse(true);
    }

    private StoreChanges profiles(Actor actor) {
        return Actor.isUser(actor.key()) ? users : visitors;
    }
}
