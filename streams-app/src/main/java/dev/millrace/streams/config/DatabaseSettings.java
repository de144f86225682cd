package dev.millrace.streams.config;

import dev.millrace.contract.capture.CapturedSource;
import dev.millrace.contract.capture.MatomoUserId;
import dev.millrace.contract.capture.SourceClaim;
import dev.millrace.contract.capture.SourceClaims;
import dev.millrace.contract.capture.SourceDatabase;
import io.helidon.config.Config;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/// `databases`: the same map of named sources that the connector has, as far as it decides topics.
final class DatabaseSettings {
    private static final Pattern KEY =
            Pattern.compile("databases\\.[^.]+\\.(enabled|role|name|tables|table-prefix|sites|user-id)");
    private static final String MATOMO_PREFIX = "matomo_";

    private DatabaseSettings() {}

    static boolean knows(String key) {
        return KEY.matcher(key).matches();
    }

    /// The sources that are switched on.
    static List<CapturedSource> sources(Config config) {
        List<SourceClaim> claims = config.get("databases").asNodeList().orElse(List.of()).stream()
                .filter(DatabaseSettings::isOn)
                .map(DatabaseSettings::claim)
                .toList();
        MatomoUserId userId = matomo(SourceClaims.check(claims))
                .map(source -> userId(config.get("databases." + source.name() + ".user-id")))
                .orElse(MatomoUserId.ID);
        return SourceClaims.check(claims, userId);
    }

    /// The idsites of the Matomo source that count; empty means all.
    static Set<Integer> sites(Config config) {
        return matomo(sources(config))
                .map(source -> StreamsAppConfig.numbers(config, "databases." + source.name() + ".sites"))
                .orElse(Set.of());
    }

    private static Optional<CapturedSource> matomo(List<CapturedSource> sources) {
        return sources.stream()
                .filter(source -> source.role() == SourceDatabase.MATOMO)
                .findFirst();
    }

    private static MatomoUserId userId(Config setting) {
        String word = setting.asString().orElse(MatomoUserId.ID.word());
        return MatomoUserId.of(word.strip())
                .orElseThrow(() -> new IllegalArgumentException(
                        setting.key() + " must be id, user_name or user_email, got '" + word + "'"));
    }

    private static SourceClaim claim(Config source) {
        String name = source.key().name();
        return new SourceClaim(
                name,
                text(source, "role"),
                text(source, "name")
                        .orElseThrow(() -> new IllegalArgumentException("databases." + name + ".name must be set")),
                text(source, "table-prefix").orElse(MATOMO_PREFIX),
                Optional.of(StreamsAppConfig.list(source.get("tables"))));
    }

    private static boolean isOn(Config source) {
        return switch (text(source, "enabled").orElse("true")) {
            case "true" -> true;
            case "false" -> false;
            case String other ->
                throw new IllegalArgumentException(
                        "databases." + source.key().name() + ".enabled must be true or false, got '" + other + "'");
        };
    }

    private static Optional<String> text(Config source, String key) {
        return source.get(key).asString().asOptional();
    }
}
