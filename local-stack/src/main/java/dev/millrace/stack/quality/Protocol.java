package dev.millrace.stack.quality;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;

/// How recommenders are asked about a log. In each, an event is guessed from what its actor took before it.
enum Protocol {
    /// Each event is guessed, then learned (prequential evaluation: Gama et al., "On evaluating stream learning
    /// algorithms", Machine Learning 2013). Batch methods are fitted anew at each fifth of the log.
    TEST_THEN_LEARN {
        @Override
        void run(List<Event> log, Split split, Asking asking) {
            int fit = split.first();
            for (int i = 0; i < log.size(); i++) {
                if (i == fit) {
                    asking.fit();
                    fit += Math.max(1, log.size() / REFITS);
                }
                asking.event(log.get(i), i >= split.first());
                asking.learn(log.get(i));
            }
        }

        @Override
        int guessed(List<Event> log, Split split) {
            return log.size() - split.first();
        }
    },

    /// All learn the events before one moment, and nothing behind it; those behind it are guessed.
    TIME_SPLIT {
        @Override
        void run(List<Event> log, Split split, Asking asking) {
            for (int i = 0; i < log.size(); i++) {
                if (i == split.time()) {
                    asking.fit();
                }
                asking.event(log.get(i), i >= split.time());
                if (i < split.time()) {
                    asking.learn(log.get(i));
                }
            }
        }

        @Override
        int guessed(List<Event> log, Split split) {
            return log.size() - split.time();
        }
    },

    /// Each actor's last event is guessed, when all others are learned. Those of other actors may lie behind it in
    /// time: easier than life, and common in papers.
    LEAVE_LAST_OUT {
        @Override
        void run(List<Event> log, Split split, Asking asking) {
            Map<Long, Integer> last = new HashMap<>();
            for (int i = 0; i < log.size(); i++) {
                last.put(log.get(i).actor(), i);
            }
            List<Event> left = new ArrayList<>();
            for (int i = 0; i < log.size(); i++) {
                Event event = log.get(i);
                if (Objects.equals(last.get(event.actor()), i)) {
                    left.add(event);
                } else {
                    asking.event(event, false);
                    asking.learn(event);
                }
            }
            asking.fit();
            left.forEach(event -> asking.event(event, true));
        }

        @Override
        int guessed(List<Event> log, Split split) {
            return (int) log.stream().mapToLong(Event::actor).distinct().count();
        }
    };

    private static final int REFITS = 5;

    /// Where a log is cut, as places in it.
    ///
    /// @param first events before it are never guessed in [#TEST_THEN_LEARN]
    /// @param time of [#TIME_SPLIT]
    /// @param questions events that are guessed at most, about; evenly spread over those that may be
    /// @param length of the lists, k
    record Split(int first, int time, int questions, int length) {
        /// Every how-manieth of so many events is guessed.
        int stride(int events) {
            return Math.max(1, Math.ceilDiv(events, questions));
        }
    }

    /// Goes through the log.
    abstract void run(List<Event> log, Split split, Asking asking);

    /// How many events may be guessed.
    abstract int guessed(List<Event> log, Split split);

    String label() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /// Scores by name of the recommender.
    Map<String, Scores> run(List<Event> log, Split split, List<Recommender> recommenders, Histories histories) {
        Asking asking = new Asking(recommenders, histories, split.stride(guessed(log, split)), split.length());
        run(log, split, asking);
        return asking.scores;
    }

    /// Asks all recommenders the same questions.
    static final class Asking {
        private final List<Recommender> recommenders;
        private final Histories histories;
        private final int stride;
        private final int length;
        private final Map<String, Scores> scores = new LinkedHashMap<>();
        private long questions;

        private Asking(List<Recommender> recommenders, Histories histories, int stride, int length) {
            this.recommenders = recommenders;
            this.histories = histories;
            this.stride = stride;
            this.length = length;
            recommenders.forEach(one -> scores.put(one.name(), new Scores(length)));
        }

        /// An event happens, and may be guessed before.
        void event(Event event, boolean isTest) {
            if (isTest && histories.isQuestion(event) && questions++ % stride == 0) {
                for (Recommender one : recommenders) {
                    scores.computeIfAbsent(one.name(), _ -> new Scores(length))
                            .note(histories.ask(one, event, length), event.item());
                }
            }
            histories.take(event);
        }

        void learn(Event event) {
            recommenders.forEach(one -> one.learn(event));
        }

        void fit() {
            recommenders.forEach(Recommender::fit);
        }
    }
}
