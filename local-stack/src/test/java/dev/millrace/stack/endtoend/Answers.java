package dev.millrace.stack.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.StreamSupport;

/// What the running stack answers.
record Answers(RunningStack stack) {

    long orders(long item) {
        JsonNode orders = stack.json("/items/" + item).at("/statistics/ever/orders");
        return orders.isNumber() ? orders.asLong() : -1;
    }

    List<Long> trending() {
        return ids(stack.json("/hot/trending?timeframe=1h&limit=100").path("items"));
    }

    /// Of two items of one actor, the one that was taken later has the other beside it, if not both do.
    void checkPairs(Map<Long, Set<Long>> neighbours, String when) {
        Map<Long, List<Long>> answers = new HashMap<>();
        neighbours.forEach((item, others) -> {
            for (long other : others) {
                boolean paired =
                        answers.computeIfAbsent(item, this::behaviourNeighbours).contains(other)
                                || answers.computeIfAbsent(other, this::behaviourNeighbours)
                                        .contains(item);
                assertThat(paired)
                        .as("%s, %d and %d are a pair", when, item, other)
                        .isTrue();
            }
        });
    }

    List<Long> behaviourNeighbours(long item) {
        JsonNode answer = stack.json("/similar/" + item + "?limit=50");
        return StreamSupport.stream(answer.path("similar_items").spliterator(), false)
                .filter(each -> each.path("reason").asText().contains("behavior"))
                .map(each -> each.path("dataset_id").asLong())
                .toList();
    }

    /// What sessions name behind a path.
    List<Long> nextOf(String path) {
        JsonNode answer = stack.json("/recommend/session?limit=50&items=" + path);
        return StreamSupport.stream(answer.path("recommendations").spliterator(), false)
                .filter(each -> each.path("reason").asText().equals("session"))
                .map(each -> each.path("dataset_id").asLong())
                .toList();
    }

    /// The items of a list for somebody.
    List<Long> recommended(String path) {
        return ids(stack.json(path).path("recommendations"));
    }

    /// How many lists of an endpoint were not made for their request.
    double servedAgain(String endpoint) {
        return stack.get("/metrics")
                .body()
                .lines()
                .filter(line -> line.startsWith("cache_requests_total{")
                        && line.contains("operation=\"" + endpoint + "\"")
                        && line.contains("status=\"hit\""))
                .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
                .sum();
    }

    private static List<Long> ids(JsonNode items) {
        return StreamSupport.stream(items.spliterator(), false)
                .map(each -> each.path("dataset_id").asLong())
                .toList();
    }
}
