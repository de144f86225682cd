package dev.millrace.query.http;

import dev.millrace.query.serve.Unavailable;
import dev.millrace.query.serve.UnknownActor;
import dev.millrace.query.serve.UnknownItem;
import io.helidon.http.HttpException;
import io.helidon.http.RequestException;
import io.helidon.http.Status;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Exceptions to status codes. Errors are never stored by caches.
final class Errors {
    private static final Logger log = LoggerFactory.getLogger(Errors.class);

    private static final String CONNECTION = "Connection";
    private static final String CLOSE = "close";

    private Errors() {}

    static Answer of(Exception failure, String requestId) {
        Answer answer = switch (failure) {
            case BadParameter bad -> Answer.json(422, ErrorBody.of(bad, requestId));
            case Refused refused -> refused(refused, requestId);
            case TooMany many ->
                sentence(429, String.valueOf(many.getMessage()), requestId)
                        .with("Retry-After", Long.toString(many.retryAfterSeconds()));
            case UnknownItem unknown -> sentence(404, String.valueOf(unknown.getMessage()), requestId);
            case UnknownActor unknown -> sentence(404, String.valueOf(unknown.getMessage()), requestId);
            case Unavailable away ->
                sentence(503, String.valueOf(away.getMessage()), requestId).with("Retry-After", "1");
            case RequestException unreadable ->
                refused(unreadable.status(), requestId).with(CONNECTION, CLOSE);
            case HttpException unreadable -> refused(unreadable.status(), requestId);
            default -> {
                log.atError()
                        .addKeyValue("requestId", requestId)
                        .setCause(failure)
                        .log("request failed in an unforeseen way");
                yield sentence(500, "internal error", requestId);
            }
        };
        return answer.with("Cache-Control", "no-store");
    }

    /// What the web server refuses while the request is read, as a body that is too long.
    private static Answer refused(Status status, String requestId) {
        return sentence(status.code(), status.reasonPhrase(), requestId);
    }

    /// Whether a part of the request is unread, so that the connection is of no more use.
    static boolean endsConnection(Answer answer) {
        return CLOSE.equals(answer.headers().get(CONNECTION));
    }

    private static Answer refused(Refused refused, String requestId) {
        Answer answer = sentence(refused.status(), String.valueOf(refused.getMessage()), requestId);
        return refused.status() == 401 ? answer.with("WWW-Authenticate", refused.scheme()) : answer;
    }

    static Answer notFound(Exchange exchange) {
        return sentence(404, "no such path", exchange.requestId()).with("Cache-Control", "no-store");
    }

    /// @param allowed methods that the path answers, with commas
    static Answer methodNotAllowed(Exchange exchange, String allowed) {
        return sentence(405, "method not allowed, use " + allowed, exchange.requestId())
                .with("Allow", allowed)
                .with("Cache-Control", "no-store");
    }

    static Answer busy(String requestId) {
        return sentence(503, "too many requests at once", requestId)
                .with("Retry-After", "1")
                .with("Cache-Control", "no-store");
    }

    static Answer sentence(int status, String detail, String requestId) {
        return Answer.json(status, new ErrorBody(detail, requestId));
    }
}
