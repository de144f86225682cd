package dev.millrace.query.http;

import dev.millrace.query.config.AccessConfig;
import io.github.bucket4j.Bucket;
import io.github.bucket4j.ConsumptionProbe;
import io.helidon.http.HeaderName;
import io.helidon.http.HeaderNames;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/// Lets requests through that show an API key, where keys are set, and each customer as often as he may: a token bucket
/// for each, in this instance.
///
/// Keys are looked up by their hash: how long that takes tells nothing of a key.
final class Access {
    private static final HeaderName KEY = HeaderNames.create("X-API-Key");
    private static final String EVERYBODY = "everybody";
    private static final String NOBODY = "nobody";

    private final Map<String, Customer> byHash = new HashMap<>();
    private final Optional<Customer> everybody;
    private final Counter refused;

    Access(AccessConfig config, MeterRegistry registry) {
        config.keys().forEach((customer, key) -> byHash.put(hash(key), new Customer(customer, config, registry)));
        everybody = config.keys().isEmpty() ? Optional.of(new Customer(EVERYBODY, config, registry)) : Optional.empty();
        refused = counter(registry, NOBODY, "refused");
    }

    /// Who asks, and how often he has.
    private static final class Customer {
        private final Optional<Bucket> bucket;
        private final Counter allowed;
        private final Counter over;

        Customer(String name, AccessConfig config, MeterRegistry registry) {
            int perSecond = config.requestsPerSecond();
            bucket = perSecond == 0
                    ? Optional.empty()
                    : Optional.of(Bucket.builder()
                            .addLimit(limit ->
                                    limit.capacity(config.burst()).refillGreedy(perSecond, Duration.ofSeconds(1)))
                            .build());
            allowed = counter(registry, name, "allowed");
            over = counter(registry, name, "over");
        }

        void enter() {
            if (bucket.isPresent()) {
                ConsumptionProbe probe = bucket.get().tryConsumeAndReturnRemaining(1);
                if (!probe.isConsumed()) {
                    over.increment();
                    throw new TooMany(1 + TimeUnit.NANOSECONDS.toSeconds(probe.getNanosToWaitForRefill()));
                }
            }
            allowed.increment();
        }
    }

    private static Counter counter(MeterRegistry registry, String customer, String outcome) {
        return Counter.builder("millrace.access")
                .tag("customer", customer)
                .tag("outcome", outcome)
                .register(registry);
    }

    /// An endpoint for those who may ask.
    Endpoint guarding(Endpoint endpoint) {
        return exchange -> {
            customer(exchange).enter();
            return endpoint.answer(exchange);
        };
    }

    private Customer customer(Exchange exchange) {
        if (everybody.isPresent()) {
            return everybody.get();
        }
        String shown = exchange.header(KEY).orElse("");
        Customer customer = byHash.get(hash(shown));
        if (customer == null) {
            refused.increment();
            throw shown.isEmpty() ? Refused.keyMissing() : Refused.keyUnknown();
        }
        return customer;
    }

    private static String hash(String key) {
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(key.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(hash);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
