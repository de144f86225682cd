package dev.millrace.stack.quality;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// Each event is guessed, then learned, in the order of the log (prequential evaluation: Gama et al., "On evaluating
/// stream learning algorithms", Machine Learning 2013). Guessed are items that are new to their actor, who has taken
/// something before; of those behind the first fifth of the log, every `stride`-th.
final class TestThenLearn {
    private static final int WARM_UP = 5;
    private static final int KEPT = 100;

    private final int stride;
    private final Map<Long, Deque<Long>> histories = new HashMap<>();
    private final Map<Long, Set<Long>> known = new HashMap<>();

    TestThenLearn(int stride) {
        this.stride = stride;
    }

    Map<String, Scores> run(List<Event> log, List<Recommender> recommenders) {
        Map<String, Scores> scores = new LinkedHashMap<>();
        recommenders.forEach(one -> scores.put(one.name(), new Scores()));
        long candidates = 0;
        for (int i = 0; i < log.size(); i++) {
            Event event = log.get(i);
            Set<Long> before = known.computeIfAbsent(event.actor(), _ -> new HashSet<>());
            boolean isTest = i >= log.size() / WARM_UP && !before.isEmpty() && !before.contains(event.item());
            if (isTest && candidates++ % stride == 0) {
                List<Long> history = new ArrayList<>(histories.getOrDefault(event.actor(), new ArrayDeque<>()));
                for (Recommender one : recommenders) {
                    List<Long> list = one.recommend(history, before, Scores.LENGTH);
                    scores.computeIfAbsent(one.name(), _ -> new Scores()).note(list, event.item());
                }
            }
            recommenders.forEach(one -> one.learn(event));
            remember(event, before);
        }
        return scores;
    }

    private void remember(Event event, Set<Long> before) {
        before.add(event.item());
        Deque<Long> history = histories.computeIfAbsent(event.actor(), _ -> new ArrayDeque<>());
        history.remove(event.item());
        history.addFirst(event.item());
        if (history.size() > KEPT) {
            history.removeLast();
        }
    }
}
