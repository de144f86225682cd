package dev.millrace.stack.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import org.junit.jupiter.api.Test;

class ServerUseTest {

    @Test
    void takesOffWhatIsUsedWithoutRequests() {
        ServerUse idle = new ServerUse(10, Map.of("a", 100.0), 1_000, 50);
        ServerUse use = new ServerUse(5, Map.of("a", 450.0), 900, 30).above(idle);
        assertThat(use.cpuMs("a")).isEqualTo(400);
        assertThat(use.allocated()).isEqualTo(400);
        assertThat(use.rows()).isEqualTo(30);
    }

    @Test
    void isTheDifferenceOfTwoMoments() {
        ServerUse before = new ServerUse(100, Map.of("a", 10.0), 5, 7);
        ServerUse use = new ServerUse(103, Map.of("a", 25.0, "new", 1.0), 50, 9).since(before);
        assertThat(use).isEqualTo(new ServerUse(3, Map.of("a", 15.0), 45, 2));
    }

    @Test
    void refusesAProcessThatWasRestarted() {
        ServerUse before = new ServerUse(100, Map.of("a", 10.0), 5, 7);
        assertThatThrownBy(() -> new ServerUse(101, Map.of("a", 1.0), 6, 8).since(before))
                .hasMessageContaining("a was restarted");
        assertThatThrownBy(() -> new ServerUse(101, Map.of(), 6, 8).since(before))
                .hasMessageContaining("a was restarted");
    }

    @Test
    void readsWhatIsAllocated() {
        assertThat(AllocatedBytes.in("""
                jvm_gc_memory_allocated_bytes_total 1.0E6
                jvm_memory_used_bytes{area="heap",id="Eden Space"} 500.0
                jvm_memory_used_bytes{area="heap",id="Survivor Space"} 7.0
                jvm_memory_max_bytes{area="heap",id="Eden Space"} 9.0
                """)).isEqualTo(1_000_500);
    }

    @Test
    void readsASeries() {
        String text = "items{replica=\"a\"} 3.0\nitems{replica=\"b\"} 4.0\nitemsof 9.0\n";
        assertThat(Metrics.value(text, "items{replica=\"b\"}")).hasValue(4);
        assertThat(Metrics.value(text, "items{replica=\"c\"}")).isEmpty();
    }
}
