package dev.millrace.stack.quality;

import dev.millrace.query.config.SessionsConfig;
import dev.millrace.query.session.Seen;
import dev.millrace.query.session.SessionRecall;
import dev.millrace.query.session.SessionSettings;
import java.time.Duration;
import java.util.List;
import java.util.Set;

/// Sessions as query-service has them. A session is what its actor took on one day: of an e-shop's visit
/// all of it, of a customer one day's orders. The path is the actor's newest items, of whatever day.
final class SessionRecommender implements Recommender {
    private static final long DAY_MS = Duration.ofDays(1).toMillis();
    private static final long DAYS = 100_000;

    private final LiveSessions sessions;
    private final SessionRecall recall;

    /// @param settings the defaults of the service; what may come again is said with each question
    /// @param length newest items of a session that are kept
    SessionRecommender(SessionsConfig settings, int length) {
        sessions = new LiveSessions(settings.sample(), length);
        SessionSettings service = SessionSettings.of(settings);
        recall = new SessionRecall(
                sessions.index(),
                new SessionSettings(service.sample(), service.neighbours(), service.length(), Seen.KEEP));
    }

    @Override
    public String name() {
        return "sessions";
    }

    @Override
    public List<Long> recommend(List<Long> newestFirst, Set<Long> known, int limit) {
        return recall
                .recall(LiveSessions.ids(newestFirst.reversed()), id -> !known.contains(id.number()), limit)
                .stream()
                .map(candidate -> candidate.id().number())
                .toList();
    }

    @Override
    public void learn(Event event) {
        long day = event.timeMs() / DAY_MS;
        sessions.take(event.actor() * DAYS + day, event.item(), event.timeMs());
    }
}
