package dev.millrace.cdc.config;

import java.net.URI;
import java.util.Optional;

/// Where a store of certificates lies: JDBC drivers take a URL, Debezium a path.
public final class StorePath {
    private StorePath() {}

    /// The path; empty when `url` is neither a path nor a `file:` URL with one.
    public static Optional<String> of(String url) {
        if (!url.startsWith("file:")) {
            return Optional.of(url).filter(path -> !path.isBlank());
        }
        try {
            URI uri = URI.create(url);
            return Optional.ofNullable(uri.getPath()).filter(path -> uri.getAuthority() == null && !path.isEmpty());
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }
}
