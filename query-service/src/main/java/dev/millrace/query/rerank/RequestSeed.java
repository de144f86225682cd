package dev.millrace.query.rerank;

import dev.millrace.contract.features.TextHash;
import dev.millrace.contract.id.RequestId;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;

/// The chance of a request: the same id always draws the same numbers, so an answer can be made again from its log.
public final class RequestSeed {

    private RequestSeed() {}

    /// Random numbers seeded by the id ([TextHash]; the generator mixes the seed).
    public static RandomGenerator of(RequestId id) {
        return new SplittableRandom(TextHash.of(id.value()));
    }
}
