package dev.millrace.streams.progress;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Set;
import org.junit.jupiter.api.Test;

class RoleProgressTest {

    @Test
    void isUnknownUntilEverySourceHasSpokenThenTheLowest() {
        RoleProgress progress = new RoleProgress(Set.of("catalogue", "orders"));
        assertThat(progress.advance("orders", 20)).isEmpty();
        assertThat(progress.advance("orders", 30)).isEmpty();
        assertThat(progress.advance("catalogue", 10)).hasValue(10);
        assertThat(progress.advance("catalogue", 40)).hasValue(30);
    }

    @Test
    void followsASourceWhoseClockWasSetBack() {
        RoleProgress progress = new RoleProgress(Set.of("business"));
        progress.advance("business", 50);
        assertThat(progress.advance("business", 40)).hasValue(40);
    }
}
