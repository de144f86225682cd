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
            return Optional.ofNullable(URI.create(url).getPath());
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }
}
