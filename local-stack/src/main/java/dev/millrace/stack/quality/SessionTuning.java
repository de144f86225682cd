package dev.millrace.stack.quality;

import dev.millrace.contract.id.ItemId;
import dev.millrace.query.session.Seen;
import dev.millrace.query.session.SessionRecall;
import dev.millrace.query.session.SessionSettings;
import dev.millrace.stack.quality.SessionSlices.Session;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/// Chooses the settings of sessions on a slice of a log: every click behind a session's first is guessed from those
/// before it, then told, so that a session is among the others while it goes on, as it is in the running system.
///
/// Sample and neighbours are searched together, then the length of the path, then what of it is kept, and
/// from there once more, while that helps. What counts is NDCG@10, for ten items are shown; the first of
/// equals wins, and small settings come first.
public final class SessionTuning {
    private static final List<Integer> SAMPLES = List.of(100, 250, 500, 1_000, 2_500);
    private static final List<Integer> NEIGHBOURS = List.of(50, 100, 250, 500, 1_000);
    private static final List<Integer> LENGTHS = List.of(1, 2, 3, 4, 5, 7, 9);
    private static final SessionSettings FIRST = new SessionSettings(500, 100, 5, Seen.DROP_PATH);
    private static final int ROUNDS = 2;
    private static final int QUESTIONS = 5_000;

    private final SessionSlices slices;
    private final int sessionLength;
    private final PrintStream out;
    private final int stride;
    private final Map<SessionSettings, Scores> scores = new HashMap<>();

    SessionTuning(SessionSlices slices, int sessionLength, PrintStream out) {
        this.slices = slices;
        this.sessionLength = sessionLength;
        this.out = out;
        long clicks = slices.validate().stream()
                .mapToLong(session -> session.items().size() - 1)
                .sum();
        stride = (int) Math.max(1, clicks / QUESTIONS);
        out.printf(
                "learned from %d sessions, validated on %d (every %d. click behind the first), %d not looked at%n",
                slices.learn().size(), slices.validate().size(), stride, slices.kept());
    }

    /// The best settings.
    SessionSettings run() {
        SessionSettings best = FIRST;
        for (int round = 0; round < ROUNDS; round++) {
            SessionSettings before = best;
            best = better(best, samples(best));
            best = better(best, lengths(best));
            best = better(best, seen(best));
            if (best.equals(before)) {
                break;
            }
        }
        return best;
    }

    private static List<SessionSettings> samples(SessionSettings from) {
        List<SessionSettings> all = new ArrayList<>();
        for (int sample : SAMPLES) {
            for (int neighbours : NEIGHBOURS) {
                if (neighbours <= sample) {
                    all.add(new SessionSettings(sample, neighbours, from.length(), from.seen()));
                }
            }
        }
        return all;
    }

    private static List<SessionSettings> lengths(SessionSettings from) {
        return LENGTHS.stream().map(length -> with(from, length, from.seen())).toList();
    }

    private static List<SessionSettings> seen(SessionSettings from) {
        return Arrays.stream(Seen.values())
                .map(seen -> with(from, from.length(), seen))
                .toList();
    }

    private static SessionSettings with(SessionSettings from, int length, Seen seen) {
        return new SessionSettings(from.sample(), from.neighbours(), length, seen);
    }

    private SessionSettings better(SessionSettings first, List<SessionSettings> others) {
        SessionSettings best = first;
        for (SessionSettings other : others) {
            double gain = scores(other).gain() - scores(best).gain();
            boolean isSmaller = (long) other.sample() * other.neighbours() < (long) best.sample() * best.neighbours();
            if (gain > 0 || (gain == 0 && isSmaller)) {
                best = other;
            }
        }
        return best;
    }

    private Scores scores(SessionSettings settings) {
        Optional<Scores> known = Optional.ofNullable(scores.get(settings));
        if (known.isPresent()) {
            return known.get();
        }
        long began = System.nanoTime();
        Scores measured = measure(settings);
        scores.put(settings, measured);
        out.printf(
                Locale.ROOT,
                "m %5d  k %5d  L %d  %-12s  recall@20 %.4f ±%.4f  NDCG@10 %.4f  MRR@20 %.4f  n %d  %.1f s%n",
                settings.sample(),
                settings.neighbours(),
                settings.length(),
                word(settings.seen()),
                measured.recall(),
                measured.recallMargin(),
                measured.gain(),
                measured.reciprocalRank(),
                measured.asked(),
                (System.nanoTime() - began) / 1e9);
        return measured;
    }

    private Scores measure(SessionSettings settings) {
        LiveSessions live = new LiveSessions(settings.sample(), sessionLength);
        for (Session session : slices.learn()) {
            for (int i = 0; i < session.items().size(); i++) {
                live.take(
                        session.number(),
                        session.items().get(i),
                        session.timesMs().get(i));
            }
        }
        SessionRecall recall = new SessionRecall(live.index(), settings);
        Scores measured = new Scores();
        int click = 0;
        for (Session session : slices.validate()) {
            for (int i = 0; i < session.items().size(); i++) {
                if (i > 0 && click++ % stride == 0) {
                    List<ItemId> path = LiveSessions.ids(session.items().subList(Math.max(0, i - sessionLength), i));
                    measured.note(
                            recall.recall(path, _ -> true, Scores.LENGTH).stream()
                                    .map(candidate -> candidate.id().number())
                                    .toList(),
                            session.items().get(i));
                }
                live.take(
                        session.number(),
                        session.items().get(i),
                        session.timesMs().get(i));
            }
        }
        return measured;
    }

    static String word(Seen seen) {
        return seen.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /// Figures of settings that were measured.
    Scores of(SessionSettings settings) {
        return Objects.requireNonNull(scores.get(settings));
    }
}
