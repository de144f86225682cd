package dev.millrace.query.rerank;

import java.util.Map;

/// How much relevance counts against difference, by where a list stands; see [Diversity].
///
/// Who searches knows what he wants, who lands on a home page does not; on a small screen less of a list is seen.
///
/// @param byEndpoint λ of an endpoint, 0..1
/// @param bySource λ for where the request comes from; goes before the endpoint's
/// @param otherwise λ for an endpoint that is not named
/// @param mobileLess what a mobile device takes off
/// @param mobileLeast below which it takes nothing off
public record Lambda(
        Map<String, Double> byEndpoint,
        Map<String, Double> bySource,
        double otherwise,
        double mobileLess,
        double mobileLeast) {

    /// The reference's values; a home feed has those of its `home`, a click path is a detail page's.
    public static final Lambda DEFAULT = new Lambda(
            Map.of("detail", 0.5, "similar", 0.4, "user", 0.3, "visitor", 0.3, "session", 0.5),
            Map.of("search", 0.6, "landing", 0.3, "home", 0.3),
            0.5,
            0.1,
            0.2);

    private static final String MOBILE = "mobile";

    public Lambda {
        byEndpoint = Map.copyOf(byEndpoint);
        bySource = Map.copyOf(bySource);
        byEndpoint.forEach(Lambda::check);
        bySource.forEach(Lambda::check);
        check("otherwise", otherwise);
        check("mobile less", mobileLess);
        check("mobile least", mobileLeast);
    }

    /// λ of a request, 0..1.
    ///
    /// @param endpoint last fixed word of the path
    /// @param source what the request says about where it comes from; any text
    /// @param device `mobile`, or any other text
    public double of(String endpoint, String source, String device) {
        double lambda = bySource.getOrDefault(source, byEndpoint.getOrDefault(endpoint, otherwise));
        return device.equals(MOBILE) ? Math.min(lambda, Math.max(mobileLeast, lambda - mobileLess)) : lambda;
    }

    private static void check(String name, double lambda) {
        if (!(lambda >= 0 && lambda <= 1)) {
            throw new IllegalArgumentException("lambda of %s must be 0..1, got %s".formatted(name, lambda));
        }
    }
}
