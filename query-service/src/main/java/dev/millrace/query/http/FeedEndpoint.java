package dev.millrace.query.http;

import dev.millrace.contract.id.Actor;
import dev.millrace.query.serve.ListAnswer;
import dev.millrace.query.serve.ListSource;
import java.util.Optional;

/// `GET /recommend/user/{user_id}`, `GET /recommend/visitor/{visitor_id}`, each `?limit=1..50&types=ds,api`: a home
/// page. Of whom nothing is known, is shown what is trending and what is new.
///
/// @param name `user` or `visitor`
record FeedEndpoint(String name, ListSource service, Lists lists) implements Endpoint {
    static final String USER = "user";
    static final String VISITOR = "visitor";

    @Override
    public Answer answer(Exchange exchange) {
        Actor actor = actor(exchange);
        ListBody.Subject subject = name.equals(USER)
                ? ListBody.Subject.user(exchange.pathUser().number())
                : ListBody.Subject.visitor(exchange.pathVisitor().hex());
        Lists.Kind kind = new Lists.Kind(name, Optional.empty(), true);
        ListAnswer found = service.answer(lists.asWanted(exchange, Lists.request(exchange, kind, Optional.of(actor))));
        return lists.own(exchange, kind, found, attribution -> ListBody.of(subject, found, attribution, exchange));
    }

    /// Whom the path names; a user goes before a visitor.
    ///
    /// @throws BadParameter when the query names another of the same kind
    private Actor actor(Exchange exchange) {
        Optional<Actor.User> user = exchange.user();
        Optional<Actor.Visitor> visitor = exchange.visitor();
        if (name.equals(USER)) {
            Actor.User named = exchange.pathUser();
            user.filter(other -> !other.equals(named)).ifPresent(other -> {
                throw Exchange.bad("user_id", Long.toString(other.number()), "must be that of the path, or none");
            });
            return named;
        }
        Actor.Visitor named = exchange.pathVisitor();
        visitor.filter(other -> !other.equals(named)).ifPresent(other -> {
            throw Exchange.bad("visitor_id", other.hex(), "must be that of the path, or none");
        });
        return user.<Actor>map(one -> one).orElse(named);
    }
}
