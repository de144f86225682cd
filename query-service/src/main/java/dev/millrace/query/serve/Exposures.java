package dev.millrace.query.serve;

import dev.millrace.contract.features.FeatureLayout;
import dev.millrace.contract.proto.ChannelScore;
import dev.millrace.contract.proto.ExposedItem;
import dev.millrace.contract.proto.ExposureContext;
import dev.millrace.contract.proto.RequestExposure;
import dev.millrace.query.exposure.ExposureLog;
import dev.millrace.query.merge.Channel;
import dev.millrace.query.recommend.Recommendation;
import java.util.Locale;
import java.util.Optional;

/// Lists that were served, as they are logged.
public final class Exposures {
    private static final Channel[] CHANNELS = Channel.values();
    private static final double MICROS = 1e6;

    private final ExposureLog log;

    public Exposures(ExposureLog log) {
        this.log = log;
    }

    /// To whom and where a list was shown.
    ///
    /// @param user key of the user, `u:42`, if he is known
    /// @param visitor key of the visitor
    /// @param page key of the page item
    public record Shown(
            String requestId,
            String endpoint,
            Optional<String> user,
            Optional<String> visitor,
            Optional<String> page,
            ExposureContext context,
            long servedMs) {}

    /// Takes note of a list; never waits.
    public void log(Shown shown, ListAnswer list) {
        RequestExposure.Builder exposure = begin(shown, list.algorithmVersion(), list.variant());
        list.degraded().stream().sorted().forEach(kind -> exposure.addDegraded(word(kind)));
        list.age().ifPresent(age -> exposure.setCached(true).setCacheAgeMs(age.toMillis()));
        boolean ranked = false;
        for (Recommendation item : list.items()) {
            exposure.addItems(item(item));
            ranked |= item.features().length > 0;
        }
        log.offer(exposure.setFeatureLayout(ranked ? FeatureLayout.fingerprint() : 0)
                .build());
    }

    /// Takes note of a trending list, which no ranker has seen.
    public void log(Shown shown, TrendingService.Answer trending) {
        long ageMs = Math.max(0, shown.servedMs() - trending.readMs());
        RequestExposure.Builder exposure =
                begin(shown, "trending-v1", "primary").setCached(ageMs > 0).setCacheAgeMs(ageMs);
        trending.degraded().stream().sorted().forEach(kind -> exposure.addDegraded(word(kind)));
        double best =
                trending.items().isEmpty() ? 1 : trending.items().getFirst().scoreMicros();
        int position = 0;
        for (TrendingService.Entry entry : trending.items()) {
            exposure.addItems(ExposedItem.newBuilder()
                    .setPosition(++position)
                    .setItemId(entry.item().id().key())
                    .setScore((float) (entry.scoreMicros() / MICROS))
                    .addChannels(ChannelScore.newBuilder()
                            .setChannel(Channel.TRENDING.reason())
                            .setScore((float) (entry.scoreMicros() / best)))
                    .setPropensity(1));
        }
        log.offer(exposure.build());
    }

    private static String word(Degradation kind) {
        return kind.name().toLowerCase(Locale.ROOT);
    }

    private static RequestExposure.Builder begin(Shown shown, String algorithm, String variant) {
        return RequestExposure.newBuilder()
                .setRequestId(shown.requestId())
                .setEndpoint(shown.endpoint())
                .setUser(shown.user().orElse(""))
                .setVisitor(shown.visitor().orElse(""))
                .setPageItem(shown.page().orElse(""))
                .setAlgorithmVersion(algorithm)
                .setVariant(variant)
                .setContext(shown.context())
                .setServedTimeMs(shown.servedMs());
    }

    private static ExposedItem item(Recommendation item) {
        ExposedItem.Builder exposed = ExposedItem.newBuilder()
                .setPosition(item.rank())
                .setItemId(item.item().id().key())
                .setScore((float) item.score())
                .setPropensity((float) item.propensity())
                .setExplored(item.explored());
        for (Channel channel : CHANNELS) {
            if (item.merged().isFrom(channel)) {
                exposed.addChannels(ChannelScore.newBuilder()
                        .setChannel(channel.reason())
                        .setScore(item.merged().score(channel)));
            }
        }
        for (float value : item.features()) {
            exposed.addFeatures(value);
        }
        return exposed.build();
    }
}
