package dev.millrace.stack.quality;

import dev.millrace.stack.load.InteractionFile;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// A log in three parts by time: sessions to learn from, sessions to choose settings on, and the rest,
/// which nobody looks at before the choice is made. A session belongs where it began.
///
/// @param learn the first three fifths, in the order in which they began
/// @param validate the fifth behind them
/// @param kept how many sessions were not looked at
record SessionSlices(List<Session> learn, List<Session> validate, int kept) {
    private static final double LEARN = 0.6;
    private static final double VALIDATE = 0.2;

    /// What one session took, oldest first, repeats and all.
    ///
    /// @param timesMs of each
    record Session(long number, List<Long> items, List<Long> timesMs) {}

    /// @param lines oldest first
    static SessionSlices of(List<InteractionFile.Line> lines) {
        Map<Long, Session> sessions = new LinkedHashMap<>();
        for (InteractionFile.Line line : lines) {
            Session session = sessions.computeIfAbsent(
                    line.session(), number -> new Session(number, new ArrayList<>(), new ArrayList<>()));
            session.items().add(line.item());
            session.timesMs().add(line.timeMs());
        }
        List<Session> all = List.copyOf(sessions.values());
        int learned = (int) (LEARN * all.size());
        int validated = (int) (VALIDATE * all.size());
        return new SessionSlices(
                all.subList(0, learned), all.subList(learned, learned + validated), all.size() - learned - validated);
    }
}
