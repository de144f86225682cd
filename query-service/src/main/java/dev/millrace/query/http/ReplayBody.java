package dev.millrace.query.http;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.millrace.contract.features.FeatureLayout;
import dev.millrace.contract.id.ItemId;
import dev.millrace.contract.proto.ChannelScore;
import dev.millrace.contract.proto.ExposedItem;
import dev.millrace.contract.proto.ExposureContext;
import dev.millrace.contract.proto.RequestExposure;
import dev.millrace.query.recall.Catalogue;
import java.time.Instant;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// `/recommend/detail/{id}/explain?request_id=`: a list as it was served and logged. Numbers have the precision of the
/// log, that of a float.
///
/// @param endpoint that served it: `similar`, `detail`, `user`, `visitor`, `session`, `trending`
/// @param user key of the user, `u:42`; null when unknown
/// @param visitor key of the visitor; null when unknown
/// @param itemId on whose page it stood; null when on no item's
/// @param cached ranked for an earlier request, `cacheAgeMs` before
/// @param servedTime ISO 8601, by the clock of the service that answered
/// @param featureLayout the first 16 hex digits of the layout's hash; null when nothing was ranked
/// @param featureNote why features have no names; absent when they have
/// @param items in their order
record ReplayBody(
        String requestId,
        String endpoint,
        @Nullable String user,
        @Nullable String visitor,
        @Nullable String itemId,
        String algorithmVersion,
        String variant,
        List<String> degraded,
        boolean cached,
        long cacheAgeMs,
        Context context,
        String servedTime,
        @Nullable String featureLayout,
        @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable String featureNote,
        List<Place> items) {

    /// Where the request came from, as the client said.
    record Context(String source, String deviceType, String locale, String clientApp) {
        static Context of(ExposureContext context) {
            return new Context(
                    context.getSource(), context.getDeviceType(), context.getLocale(), context.getClientApp());
        }
    }

    /// A position.
    ///
    /// @param position from 1
    /// @param title as it is now; null when the item is gone
    /// @param channels score by each channel that named it, 1 for its best
    /// @param propensity probability that the item stood here
    /// @param explored stands here by chance
    /// @param features by name, as the ranker saw them; empty when nothing ranked it
    /// @param featureValues the same without names, when the layout is another than this build's
    record Place(
            int position,
            String itemId,
            @Nullable String title,
            float score,
            Map<String, Float> channels,
            float propensity,
            boolean explored,

            @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable
            Map<String, Float> features,

            @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable
            List<Float> featureValues) {

        static Place of(ExposedItem item, @Nullable String title, boolean named) {
            Map<String, Float> channels = new LinkedHashMap<>();
            for (ChannelScore channel : item.getChannelsList()) {
                channels.put(channel.getChannel(), channel.getScore());
            }
            List<Float> values = item.getFeaturesList();
            return new Place(
                    item.getPosition(),
                    item.getItemId(),
                    title,
                    item.getScore(),
                    channels,
                    item.getPropensity(),
                    item.getExplored(),
                    named ? named(values) : null,
                    named ? null : values);
        }

        private static Map<String, Float> named(List<Float> values) {
            Map<String, Float> named = new LinkedHashMap<>();
            for (int column = 0; column < values.size(); column++) {
                named.put(FeatureLayout.names().get(column), values.get(column));
            }
            return named;
        }
    }

    static ReplayBody of(RequestExposure exposure, Catalogue catalogue) {
        long layout = exposure.getFeatureLayout();
        boolean named = layout == 0 || layout == FeatureLayout.fingerprint();
        return new ReplayBody(
                exposure.getRequestId(),
                exposure.getEndpoint(),
                orNull(exposure.getUser()),
                orNull(exposure.getVisitor()),
                orNull(exposure.getPageItem()),
                exposure.getAlgorithmVersion(),
                exposure.getVariant(),
                exposure.getDegradedList(),
                exposure.getCached(),
                exposure.getCacheAgeMs(),
                Context.of(exposure.getContext()),
                Instant.ofEpochMilli(exposure.getServedTimeMs()).toString(),
                layout == 0 ? null : HexFormat.of().toHexDigits(layout),
                named ? null : note(),
                exposure.getItemsList().stream()
                        .map(item -> Place.of(item, title(catalogue, item.getItemId()), named))
                        .toList());
    }

    private static String note() {
        return "ranked with another layout than this build's, %s: values are in the columns of that one"
                .formatted(HexFormat.of().toHexDigits(FeatureLayout.fingerprint()));
    }

    private static @Nullable String title(Catalogue catalogue, String itemId) {
        return ItemId.parse(itemId)
                .flatMap(catalogue::find)
                .map(item -> item.details().getTitle())
                .orElse(null);
    }

    private static @Nullable String orNull(String text) {
        return text.isEmpty() ? null : text;
    }
}
