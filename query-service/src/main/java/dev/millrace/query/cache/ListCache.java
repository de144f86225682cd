package dev.millrace.query.cache;

import com.github.benmanes.caffeine.cache.AsyncCache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.millrace.query.config.CacheConfig;
import dev.millrace.query.merge.ChannelWeights;
import dev.millrace.query.recall.Catalogue;
import dev.millrace.query.recall.Item;
import dev.millrace.query.rerank.Lambda;
import dev.millrace.query.serve.Degradation;
import dev.millrace.query.serve.ListAnswer;
import dev.millrace.query.serve.ListRequest;
import dev.millrace.query.serve.ListSource;
import dev.millrace.query.serve.Unavailable;
import dev.millrace.query.serve.UnknownItem;
import dev.millrace.query.wait.TimerWheel;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// Serves a list again while its inputs have not changed ([ListInputs]), and makes one at a time for all who ask for
/// the same.
///
/// Only whole lists are kept. When one cannot be made, or only without what it stands on, the last that could is
/// served, marked; a failure itself is kept for nobody but those who waited for it.
///
/// **Threads:** any; a request makes its list in its own thread.
public final class ListCache implements ListSource {
    /// Without these a list is worse than an older one.
    private static final Set<Degradation> LACKS_MOST = EnumSet.of(Degradation.PROFILE, Degradation.NEIGHBOURS);

    private static final String DETAIL = "detail";

    private final ListSource made;
    private final Parts parts;
    private final CacheConfig config;
    private final CacheMetrics metrics;
    private final LongSupplier nanos;
    private final ConcurrentMap<ListKey, CompletableFuture<CachedList>> lists;

    /// What it needs to know.
    public record Parts(ListInputs inputs, Catalogue catalogue, Lambda lambda, Supplier<ChannelWeights> weights) {}

    /// @param made makes lists
    public ListCache(ListSource made, Parts parts, CacheConfig config, MeterRegistry registry) {
        this(made, parts, config, registry, System::nanoTime);
    }

    ListCache(ListSource made, Parts parts, CacheConfig config, MeterRegistry registry, LongSupplier nanos) {
        this.made = made;
        this.parts = parts;
        this.config = config;
        this.nanos = nanos;
        AsyncCache<ListKey, CachedList> cache = Caffeine.newBuilder()
                .maximumWeight(config.maxBytes())
                .weigher((ListKey _, CachedList list) -> list.bytes())
                .expireAfterWrite(longest(config))
                .executor(Runnable::run) // its upkeep is short: to wake another thread costs more
                .buildAsync();
        lists = cache.asMap();
        metrics = new CacheMetrics(registry, cache);
    }

    private static Duration longest(CacheConfig config) {
        return Collections.max(List.of(config.maxAge(), config.sharedMaxAge(), config.lastGoodFor()));
    }

    /// A list that is being made.
    private static final class Flight extends CompletableFuture<CachedList> {
        private final long begunNanos;
        private volatile @Nullable RuntimeException failure;

        Flight(long begunNanos) {
            this.begunNanos = begunNanos;
        }

        /// There is no list. Cancelled, for the cache would log every other failure, and a page of an unknown item is
        /// one.
        void fail(@Nullable RuntimeException why) {
            failure = why;
            cancel(false);
        }
    }

    @Override
    public ListAnswer answer(ListRequest request) {
        if (!request.mayBeKept() || !request.excluded().isEmpty()) {
            return made.answer(request); // wanted so, or the rest of a list that nobody else asks for
        }
        ListKey key = ListKey.of(
                request,
                parts.lambda().of(request.endpoint(), request.source(), request.device()),
                parts.weights().get());
        long askedNanos = nanos.getAsLong();
        long untilNanos = System.nanoTime() + config.maxWait().toNanos();
        while (true) {
            CompletableFuture<CachedList> known = lists.get(key);
            if (known != null && !known.isDone()) {
                Optional<ListAnswer> others = join(known, request, askedNanos, untilNanos);
                if (others.isPresent()) {
                    return others.get();
                }
                if (!known.isDone() && lists.get(key) == known) { // it takes too long
                    return own(request);
                }
                continue;
            }
            CachedList last = known == null || known.isCompletedExceptionally() ? null : known.join();
            Optional<ListAnswer> again = last == null ? Optional.empty() : again(last, request);
            if (again.isPresent()) {
                metrics.hit(operation(request), CacheMetrics.Tier.LOCAL);
                return again.get();
            }
            Flight flight = new Flight(nanos.getAsLong());
            boolean isMine = known == null ? lists.putIfAbsent(key, flight) == null : lists.replace(key, known, flight);
            if (isMine) {
                return make(request, key, flight, last);
            }
        }
    }

    /// The list of a request that makes the same; empty when it does not come in time, or does not fit.
    private Optional<ListAnswer> join(
            CompletableFuture<CachedList> known, ListRequest request, long askedNanos, long untilNanos) {
        boolean isLater = known instanceof Flight flight && flight.begunNanos - askedNanos >= 0;
        try {
            if (!TimerWheel.await(known, untilNanos)) {
                return Optional.empty();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new Unavailable("the request has ended");
        }
        if (known.isCompletedExceptionally()) {
            RuntimeException failure = isLater && known instanceof Flight flight ? flight.failure : null;
            if (failure != null) {
                throw failure;
            }
            return Optional.empty();
        }
        CachedList list = known.join();
        Optional<ListAnswer> answer = isLater ? list.now(parts.catalogue(), nanos.getAsLong()) : again(list, request);
        answer.ifPresent(one -> metrics.hit(
                operation(request),
                one.degraded().contains(Degradation.LAST_GOOD)
                        ? CacheMetrics.Tier.LAST_GOOD
                        : CacheMetrics.Tier.FLIGHT));
        return answer;
    }

    /// A page's list for nobody in particular is told apart from one for somebody: it is shared.
    private static String operation(ListRequest request) {
        return request.endpoint().equals(DETAIL) && request.actor().isEmpty() ? "anonymous" : request.endpoint();
    }

    private Optional<ListAnswer> again(CachedList list, ListRequest request) {
        long now = nanos.getAsLong();
        return list.age(now).compareTo(list.maxAge()) <= 0 && parts.inputs().holds(request, list.stamp())
                ? list.now(parts.catalogue(), now)
                : Optional.empty();
    }

    private ListAnswer own(ListRequest request) {
        metrics.miss(operation(request));
        return made.answer(request);
    }

    /// Makes the list, for this request and those who wait for it.
    private ListAnswer make(ListRequest request, ListKey key, Flight flight, @Nullable CachedList last) {
        Optional<Item> page = request.page()
                .flatMap(id -> Optional.ofNullable(parts.catalogue().at(id.code())));
        ListInputs.Stamp stamp = parts.inputs().stamp(request); // before anything is read
        try {
            ListAnswer answer = made.answer(request);
            boolean isWhole = !answer.fallback() && answer.degraded().isEmpty();
            boolean isKept = isWhole && page.isPresent() == request.page().isPresent();
            Optional<CachedList> better = isWhole || !lacksMost(answer) ? Optional.empty() : lastGood(last);
            CachedList list =
                    better.orElseGet(() -> new CachedList(answer, page, stamp, flight.begunNanos, maxAge(request)));
            if (!isKept) {
                restore(key, flight, last); // first: else the next flight would take this one's list for a good one
            }
            flight.complete(list);
            count(request, better.isPresent());
            return list.answer();
        } catch (Unavailable e) {
            restore(key, flight, last);
            Optional<CachedList> better = lastGood(last);
            if (better.isEmpty()) {
                fail(request, flight, e);
                throw e;
            }
            flight.complete(better.get());
            count(request, true);
            return better.get().answer();
        } catch (UnknownItem e) {
            fail(request, flight, e);
            throw e;
        } catch (RuntimeException e) {
            restore(key, flight, last); // a fault of this request may not be one of the next
            fail(request, flight, e);
            throw e;
        } finally {
            if (!flight.isDone()) { // an Error: nobody shall wait for it
                flight.fail(null);
            }
        }
    }

    private void fail(ListRequest request, Flight flight, RuntimeException e) {
        metrics.miss(operation(request));
        flight.fail(e); // which takes it out of the cache
    }

    /// A list that is not to be kept gives its place back to the last that was.
    private void restore(ListKey key, Flight flight, @Nullable CachedList last) {
        if (last == null) {
            lists.remove(key, flight);
        } else {
            lists.replace(key, flight, CompletableFuture.completedFuture(last));
        }
    }

    private void count(ListRequest request, boolean isLastGood) {
        if (isLastGood) {
            metrics.hit(operation(request), CacheMetrics.Tier.LAST_GOOD);
        } else {
            metrics.miss(operation(request));
        }
    }

    private static boolean lacksMost(ListAnswer answer) {
        return answer.fallback() || answer.degraded().stream().anyMatch(LACKS_MOST::contains);
    }

    /// The last list as it is served in place of one that cannot be made, as old as it is.
    private Optional<CachedList> lastGood(@Nullable CachedList last) {
        long now = nanos.getAsLong();
        return last == null || last.age(now).compareTo(config.lastGoodFor()) > 0
                ? Optional.empty()
                : last.left(parts.catalogue(), now);
    }

    private Duration maxAge(ListRequest request) {
        Duration longest = request.actor().isPresent() ? config.maxAge() : config.sharedMaxAge();
        double share = 1 - config.jitter() * ThreadLocalRandom.current().nextDouble();
        return Duration.ofNanos((long) (longest.toNanos() * share));
    }
}
