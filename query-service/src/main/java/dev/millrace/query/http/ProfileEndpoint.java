package dev.millrace.query.http;

import dev.millrace.contract.id.Actor;
import dev.millrace.query.serve.Degradation;
import dev.millrace.query.serve.ProfileReader;
import dev.millrace.query.serve.Unavailable;
import dev.millrace.query.serve.UnknownActor;
import dev.millrace.query.state.Freshness;
import java.util.OptionalLong;
import java.util.Set;

/// `GET /users/{user_id}/profile`, for those who show the admin token.
final class ProfileEndpoint implements Endpoint {
    private final ProfileReader profiles;

    ProfileEndpoint(ProfileReader profiles) {
        this.profiles = profiles;
    }

    @Override
    public Answer answer(Exchange exchange) {
        Actor.User user = exchange.pathUser();
        ProfileReader.Answer found = profiles.read(user);
        if (found.away()) {
            throw new Unavailable("the profile of " + user.key() + " is not available at the moment");
        }
        var profile = found.profile().orElseThrow(() -> new UnknownActor(user));
        OptionalLong age = Freshness.age(found.completeUntilUs(), exchange.nowMs());
        return Sharing.own(ProfileBody.of(user.number(), profile, found.state(), Attribution.of(exchange, age)))
                .with(Sharing.provenance(age, found.standby() ? Set.of(Degradation.STANDBY) : Set.of()));
    }
}
