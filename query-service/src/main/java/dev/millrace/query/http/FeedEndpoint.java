package dev.millrace.query.http;

import dev.millrace.contract.id.Actor;
import dev.millrace.query.serve.ListAnswer;
import dev.millrace.query.serve.RecommendService;
import java.util.Optional;

/// `GET /recommend/user/{user_id}`, `GET /recommend/visitor/{visitor_id}`, each `?limit=1..50&types=ds,api`: a home
/// page. Of whom nothing is known, is shown what is trending and what is new.
///
/// @param name `user` or `visitor`
record FeedEndpoint(String name, RecommendService service, Lists lists) implements Endpoint {
    static final String USER = "user";
    static final String VISITOR = "visitor";

    @Override
    public Answer answer(Exchange exchange) {
        boolean isUser = name.equals(USER);
        Actor actor = isUser ? exchange.pathUser() : exchange.pathVisitor();
        ListBody.Subject subject = switch (actor) {
            case Actor.User(long number) -> ListBody.Subject.user(number);
            case Actor.Visitor(String hex) -> ListBody.Subject.visitor(hex);
        };
        Lists.Kind kind = new Lists.Kind(name, Optional.empty(), true);
        boolean _ = exchange.attributed(); // checks user and visitor
        ListAnswer found = service.answer(Lists.request(exchange, kind, Optional.of(actor)));
        return lists.own(exchange, kind, found, attribution -> ListBody.of(subject, found, attribution, exchange));
    }
}
