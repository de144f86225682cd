package dev.millrace.stack.supervise;

import java.time.Duration;

/// How often and how fast a part that died is started again.
///
/// @param firstPause before the first restart; doubles with every death in a row
/// @param longestPause bound of the doubling
/// @param deaths that many deaths within `window` are the end
/// @param window how long a death is remembered
/// @param deathsBeforeReady that many deaths before the part was ever ready are the end: it will not work here
public record RestartPolicy(
        Duration firstPause, Duration longestPause, int deaths, Duration window, int deathsBeforeReady) {

    /// Ten deaths in five minutes, three before the first success.
    public static final RestartPolicy STANDARD =
            new RestartPolicy(Duration.ofMillis(200), Duration.ofSeconds(10), 10, Duration.ofMinutes(5), 3);

    public RestartPolicy {
        if (deaths < 1 || deathsBeforeReady < 1) {
            throw new IllegalArgumentException("a part may die at least once before it is given up");
        }
    }

    /// The pause after that many deaths within the window.
    Duration pauseAfter(int recentDeaths) {
        long factor = 1L << Math.min(recentDeaths - 1, 20);
        Duration pause = firstPause.multipliedBy(factor);
        return pause.compareTo(longestPause) > 0 ? longestPause : pause;
    }
}
