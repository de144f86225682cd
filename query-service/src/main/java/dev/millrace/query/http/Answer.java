package dev.millrace.query.http;

import java.util.LinkedHashMap;
import java.util.Map;

/// What goes back to the client, before the headers that every answer has.
///
/// @param body empty for 304
@SuppressWarnings("ArrayRecordComponent") // never compared, written once
record Answer(int status, String contentType, Map<String, String> headers, byte[] body) {
    static final String JSON = "application/json";

    static Answer json(int status, Object body) {
        return new Answer(status, JSON, Map.of(), Json.bytes(body));
    }

    static Answer text(String contentType, byte[] body) {
        return new Answer(200, contentType, Map.of(), body);
    }

    Answer with(String header, String value) {
        Map<String, String> more = new LinkedHashMap<>(headers);
        more.put(header, value);
        return new Answer(status, contentType, more, body);
    }

    Answer with(Map<String, String> headers) {
        Map<String, String> more = new LinkedHashMap<>(this.headers);
        more.putAll(headers);
        return new Answer(status, contentType, more, body);
    }
}
