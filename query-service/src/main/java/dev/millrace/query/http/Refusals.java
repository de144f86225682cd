package dev.millrace.query.http;

import dev.millrace.contract.id.RequestId;
import io.helidon.http.DirectHandler;
import io.helidon.http.HeaderNames;
import io.helidon.http.ServerResponseHeaders;
import io.helidon.http.Status;
import io.helidon.webserver.http.DirectHandlers;

/// Requests that the server itself refuses before any route sees them (unreadable, too large, too many at once), in the
/// same JSON form as all errors.
final class Refusals {

    private static final String CHUNKED = "chunked";

    private Refusals() {}

    static DirectHandlers handlers() {
        var handlers = DirectHandlers.builder();
        for (DirectHandler.EventType type : DirectHandler.EventType.values()) {
            handlers.addHandler(type, Refusals::refuse);
        }
        return handlers.build();
    }

    private static DirectHandler.TransportResponse refuse(
            DirectHandler.TransportRequest request,
            DirectHandler.EventType type,
            Status reported,
            ServerResponseHeaders headers,
            String message) {
        Status status = whoseFault(request, reported);
        RequestId id = request.headers()
                .first(Exchange.REQUEST_ID)
                .flatMap(RequestId::parse)
                .orElseGet(RequestId::random);
        var response = DirectHandler.TransportResponse.builder()
                .status(status)
                .headers(headers)
                .header(HeaderNames.CONTENT_TYPE, Answer.JSON)
                .header(Exchange.REQUEST_ID, id.value())
                .header(HeaderNames.create("X-Response-Time"), Gate.seconds(0))
                .header(HeaderNames.CACHE_CONTROL, "no-store")
                .keepAlive(false) // what follows on the connection may be the rest of the request
                .entity(Json.bytes(new ErrorBody(detail(status), id.value())));
        CommonHeaders.ALL.forEach((name, value) -> response.header(HeaderNames.create(name), value));
        if (status.code() == Status.SERVICE_UNAVAILABLE_503.code()) {
            response.header(HeaderNames.RETRY_AFTER, "1");
        }
        return response.build();
    }

    /// The server takes for a fault of its own what it cannot read: a request line with a method that is none, before
    /// any
    /// header is there, and a body that is coded in a way it does not know (RFC 9112, 6.1).
    private static Status whoseFault(DirectHandler.TransportRequest request, Status reported) {
        if (reported.code() != Status.INTERNAL_SERVER_ERROR_500.code()) {
            return reported;
        }
        if (isForeignCoding(request)) {
            return Status.NOT_IMPLEMENTED_501;
        }
        return request.headers().contains(HeaderNames.HOST) ? reported : Status.BAD_REQUEST_400;
    }

    private static boolean isForeignCoding(DirectHandler.TransportRequest request) {
        return request.headers()
                .first(HeaderNames.TRANSFER_ENCODING)
                .filter(coding -> !coding.equalsIgnoreCase(CHUNKED))
                .isPresent();
    }

    /// The status in words; the server's own message may repeat what the client sent.
    private static String detail(Status status) {
        return status.reasonPhrase();
    }
}
