package dev.millrace.query.http;

/// One path of the API. What it throws is turned into a status by [Errors].
@FunctionalInterface
interface Endpoint {

    Answer answer(Exchange exchange);
}
