package dev.millrace.query.http;

import dev.millrace.query.merge.Channel;
import dev.millrace.query.merge.CurrentWeights;
import java.util.LinkedHashMap;
import java.util.Map;

/// `GET /fusion/weights` shows how much each channel counts, `PUT` changes some: `{"behavior": 1.5}`. It holds for this
/// instance until it stops; the setting is `fusion.weights`. For those who show the admin token.
final class WeightsEndpoint {
    private final CurrentWeights weights;

    WeightsEndpoint(CurrentWeights weights) {
        this.weights = weights;
    }

    Answer show() {
        Map<String, Double> shown = new LinkedHashMap<>();
        weights.get().values().forEach((channel, weight) -> {
            if (channel.isRecalled()) {
                shown.put(channel.reason(), weight);
            }
        });
        return Sharing.own(Map.of("weights", shown));
    }

    Answer change(Exchange exchange) {
        String text = exchange.body();
        Map<String, Double> changes = Json.numbers(text)
                .orElseThrow(() -> Exchange.bad(
                        "body", text, "must be a JSON object of channel: weight; channels: " + Channel.known()));
        try {
            weights.set(changes);
        } catch (IllegalArgumentException e) {
            throw Exchange.bad("body", text, String.valueOf(e.getMessage()));
        }
        return show();
    }
}
