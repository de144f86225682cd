package dev.millrace.query.http;

import dev.millrace.contract.id.Actor;
import dev.millrace.contract.id.ItemId;
import dev.millrace.contract.id.RequestId;
import io.helidon.http.HeaderName;
import io.helidon.http.HeaderNames;
import io.helidon.http.Method;
import io.helidon.webserver.http.ServerRequest;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/// One request: its id, whether it belongs to somebody, and its checked parameters.
///
/// A request with a request id of the client, a user or a visitor is *attributed*: its answer is for this client alone.
/// All others with the same URL get the same answer, which an edge cache may keep.
final class Exchange {
    static final HeaderName REQUEST_ID = HeaderNames.create("X-Request-ID");
    private static final int MAX_SHOWN = 100;
    private static final Pattern USER = Pattern.compile("[1-9][0-9]{0,17}");
    private static final Pattern COMMA = Pattern.compile(",");

    private final ServerRequest request;
    private final RequestId id;
    private final InstantSource now;

    Exchange(ServerRequest request, InstantSource now) {
        this.request = request;
        this.now = now;
        id = header(REQUEST_ID).flatMap(RequestId::parse).orElseGet(RequestId::random);
    }

    String requestId() {
        return id.value();
    }

    /// What `freshness_ms` is counted to: the time of the answer, not of the question.
    long nowMs() {
        return now.millis();
    }

    /// Whether somebody will see the body: not for HEAD.
    boolean showsBody() {
        return !request.prologue().method().equals(Method.HEAD);
    }

    RequestId id() {
        return id;
    }

    /// Whether the answer is for this client alone.
    boolean attributed() {
        boolean named = user().isPresent() | visitor().isPresent(); // checks both
        return named || header(REQUEST_ID).isPresent();
    }

    /// The user of `user_id=`.
    Optional<Actor.User> user() {
        return query("user_id").map(text -> user("user_id", text));
    }

    /// The visitor of `visitor_id=`.
    Optional<Actor.Visitor> visitor() {
        return query("visitor_id").map(text -> visitor("visitor_id", text));
    }

    /// The user, or else the visitor.
    Optional<Actor> actor() {
        Optional<Actor> visitor = visitor().map(one -> one);
        return user().<Actor>map(one -> one).or(() -> visitor);
    }

    /// The user that the path names.
    Actor.User pathUser() {
        return user("user_id", path("user_id"));
    }

    /// The visitor that the path names.
    Actor.Visitor pathVisitor() {
        return visitor("visitor_id", path("visitor_id"));
    }

    private static Actor.User user(String parameter, String text) {
        if (!USER.matcher(text).matches()) {
            throw bad(parameter, text, "must be a whole number 1..999999999999999999");
        }
        return new Actor.User(Long.parseLong(text));
    }

    private static Actor.Visitor visitor(String parameter, String text) {
        return Actor.Visitor.parse(text).orElseThrow(() -> bad(parameter, text, "must be 16 hex digits"));
    }

    /// What was sent with the request; JSON is UTF-8, whatever its type says.
    String body() {
        byte[] bytes = request.content().hasEntity() ? request.content().as(byte[].class) : new byte[0];
        return new String(bytes, StandardCharsets.UTF_8);
    }

    Optional<String> header(HeaderName name) {
        return request.headers().first(name);
    }

    Optional<String> query(String name) {
        return request.query().contains(name) ? Optional.of(request.query().get(name)) : Optional.empty();
    }

    int limit(int max, int otherwise) {
        Optional<String> text = query("limit");
        if (text.isEmpty()) {
            return otherwise;
        }
        String message = "must be 1.." + max;
        int limit;
        try {
            limit = Integer.parseInt(text.get());
        } catch (NumberFormatException e) {
            throw bad("limit", text.get(), message);
        }
        if (limit < 1 || limit > max) {
            throw bad("limit", text.get(), message);
        }
        return limit;
    }

    /// The part of the path that the route calls so.
    String path(String name) {
        return request.path().pathParameters().get(name);
    }

    ItemId item() {
        String text = path("id");
        return ItemId.parse(text).orElseThrow(() -> bad("id", text, "must be 123, ds:123 or api:45"));
    }

    /// The items of `items=`, in their order.
    List<ItemId> items(int max) {
        String message = "must be 1..%d item ids with commas, each 123, ds:123 or api:45".formatted(max);
        String text = query("items").orElseThrow(() -> bad("items", "", message));
        List<ItemId> items = new ArrayList<>();
        for (String word : COMMA.split(text, -1)) {
            items.add(ItemId.parse(word.strip()).orElseThrow(() -> bad("items", text, message)));
        }
        if (items.size() > max) {
            throw bad("items", text, message);
        }
        return items;
    }

    /// Item kinds asked for by `types=`, data sets when nothing is said.
    Set<ItemId.Kind> kinds() {
        Optional<String> text = query("types");
        if (text.isEmpty()) {
            return EnumSet.of(ItemId.Kind.DATASET);
        }
        Set<ItemId.Kind> kinds = EnumSet.noneOf(ItemId.Kind.class);
        for (String word : COMMA.split(text.get(), -1)) {
            kinds.add(Arrays.stream(ItemId.Kind.values())
                    .filter(kind -> kind.prefix().equals(word.strip()))
                    .findFirst()
                    .orElseThrow(() -> bad("types", text.get(), "must be a comma list of ds, api")));
        }
        return kinds;
    }

    static BadParameter bad(String parameter, String value, String message) {
        return new BadParameter(parameter, value.length() > MAX_SHOWN ? value.substring(0, MAX_SHOWN) : value, message);
    }
}
