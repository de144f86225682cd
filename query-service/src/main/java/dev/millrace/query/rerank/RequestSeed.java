package dev.millrace.query.rerank;

import dev.millrace.contract.id.RequestId;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;

/// The chance of a request: the same id always draws the same numbers, so an answer can be made again from its log.
public final class RequestSeed {
    private static final long OFFSET = 0xcbf29ce484222325L;
    private static final long PRIME = 0x100000001b3L;

    private RequestSeed() {}

    /// Random numbers seeded by the id (FNV-1a over its text; the generator mixes the seed).
    public static RandomGenerator of(RequestId id) {
        long hash = OFFSET;
        for (int place = 0; place < id.value().length(); place++) {
            hash = (hash ^ id.value().charAt(place)) * PRIME;
        }
        return new SplittableRandom(hash);
    }
}
