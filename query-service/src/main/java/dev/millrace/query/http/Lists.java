package dev.millrace.query.http;

import dev.millrace.contract.id.Actor;
import dev.millrace.contract.id.ItemId;
import dev.millrace.contract.id.RequestId;
import dev.millrace.query.serve.Exposures;
import dev.millrace.query.serve.ListAnswer;
import dev.millrace.query.serve.ListRequest;
import dev.millrace.query.serve.TrendingService;
import dev.millrace.query.state.Freshness;
import io.helidon.http.HeaderNames;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;

/// What all lists have in common: their parameters, and that one served to somebody is an exposure.
final class Lists {
    static final int MAX = 50;
    static final int DEFAULT = 10;

    private static final String NO_CACHE = "no-cache";

    private final Exposures exposures;
    private final Token admin;

    /// @param admin who shows it may have lists made anew
    Lists(Exposures exposures, Token admin) {
        this.exposures = exposures;
        this.admin = admin;
    }

    /// The request for a list that is made for it alone, when an administrator says `Cache-Control: no-cache`. Others
    /// may say so, too, as browsers do at a reload: they could keep the service busy.
    ListRequest asWanted(Exchange exchange, ListRequest request) {
        return exchange.header(HeaderNames.CACHE_CONTROL)
                                .filter(NO_CACHE::equals)
                                .isPresent()
                        && admin.isShown(exchange)
                ? request.anew()
                : request;
    }

    /// Which list it is.
    ///
    /// @param endpoint last fixed word of the path
    /// @param page whose page it stands on
    /// @param explores whether some items are drawn to learn about them
    record Kind(String endpoint, Optional<ItemId> page, boolean explores) {}

    /// A request as its parameters say; the actor is that of `user_id=` or `visitor_id=`.
    static ListRequest request(Exchange exchange, Kind kind) {
        return request(exchange, kind, exchange.actor());
    }

    /// A request for everybody: nothing counts that does not stand in the URL, for an edge may keep the answer.
    static ListRequest shared(Exchange exchange, Kind kind) {
        return request(exchange, kind, Optional.empty(), RequestContext.ofUrl(exchange));
    }

    /// A request for `actor`.
    static ListRequest request(Exchange exchange, Kind kind, Optional<Actor> actor) {
        return request(exchange, kind, actor, RequestContext.of(exchange));
    }

    private static ListRequest request(Exchange exchange, Kind kind, Optional<Actor> actor, RequestContext context) {
        Optional<RequestId> chance = kind.explores() ? Optional.of(exchange.id()) : Optional.empty();
        return new ListRequest(
                kind.endpoint(),
                kind.page(),
                actor,
                exchange.kinds(),
                Set.of(),
                exchange.limit(MAX, DEFAULT),
                context.source(),
                context.deviceType(),
                true,
                chance);
    }

    /// The answer for this client alone, which is an exposure.
    Answer own(Exchange exchange, Kind kind, ListAnswer list, Body body) {
        long nowMs = exchange.nowMs();
        OptionalLong age = Freshness.age(list.completeUntilUs(), nowMs);
        if (exchange.showsBody()) {
            exposures.log(shown(exchange, kind, nowMs), list);
        }
        return Sharing.own(body.of(Attribution.of(exchange, age))).with(Sharing.provenance(age, list.degraded()));
    }

    /// The same of a trending list.
    void log(Exchange exchange, TrendingService.Answer trending) {
        if (!exchange.showsBody()) {
            return;
        }
        exposures.log(shown(exchange, new Kind("trending", Optional.empty(), false), exchange.nowMs()), trending);
    }

    /// Makes a body.
    @FunctionalInterface
    interface Body {
        Object of(Attribution attribution);
    }

    private static Exposures.Shown shown(Exchange exchange, Kind kind, long nowMs) {
        return new Exposures.Shown(
                exchange.requestId(),
                kind.endpoint(),
                user(exchange, kind),
                visitor(exchange, kind),
                kind.page().map(ItemId::key),
                RequestContext.of(exchange).message(),
                nowMs);
    }

    private static Optional<String> user(Exchange exchange, Kind kind) {
        return kind.endpoint().equals(FeedEndpoint.USER)
                ? Optional.of(exchange.pathUser().key())
                : exchange.user().map(Actor::key);
    }

    private static Optional<String> visitor(Exchange exchange, Kind kind) {
        return kind.endpoint().equals(FeedEndpoint.VISITOR)
                ? Optional.of(exchange.pathVisitor().key())
                : exchange.visitor().map(Actor::key);
    }
}
