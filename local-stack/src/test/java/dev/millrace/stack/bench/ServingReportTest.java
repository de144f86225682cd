package dev.millrace.stack.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import org.junit.jupiter.api.Test;

class ServingReportTest {
    private static final ListKind.Question QUESTION = new ListKind.Question(ListKind.TRENDING, new byte[0], "");

    @Test
    void dividesByRequests() {
        ServingReport report = new ServingReport(20_000);
        LoadResult result = new LoadResult();
        result.answered(1, QUESTION, new RawConnection.Reply(200, "", new byte[0]));
        result.answered(3, QUESTION, new RawConnection.Reply(200, "vectors", new byte[0]));
        result.failed(8, "status 503");
        result.failed(9, "status 503");
        result.leftOut(1);
        ServerUse use = new ServerUse(2.1, Map.of("query-service", 8.0, "streams-app", 2.0), 4_096, 420);

        String line = report.line("trending_open_2", result, 2, use, 150);

        assertThat(line).startsWith("trending_open_2 ");
        assertThat(report.figures())
                .containsEntry("trending_open_2_per_s_20k", 2.0)
                .containsEntry("trending_open_2_p50_ms_20k", 3.0)
                .containsEntry("trending_open_2_p99_9_ms_20k", 9.0)
                .containsEntry("trending_open_2_query_cpu_ms_20k", 2.0)
                .containsEntry("trending_open_2_streams_cpu_ms_20k", 0.5)
                .containsEntry("trending_open_2_allocated_kib_20k", 1.0)
                .containsEntry("trending_open_2_changes_per_s_20k", 200.0)
                .containsEntry("trending_open_2_errors_pct_20k", 50.0)
                .containsEntry("trending_open_2_degraded_pct_20k", 25.0)
                .containsEntry("trending_open_2_left_out_pct_20k", 20.0)
                .containsEntry("trending_open_2_far_load_ns_20k", 150.0);
        assertThat(report.notes())
                .contains("errors {status 503=2}")
                .contains("1 degraded answers")
                .contains("did not keep up, 1 questions");
    }

    @Test
    void namesASizeInThousandsWhereItCan() {
        assertThat(ServingReport.size(100_000)).isEqualTo("100k");
        assertThat(ServingReport.size(1_500)).isEqualTo("1500");
    }

    @Test
    void readsLoads() {
        assertThat(LoadSpec.parse("similar:500")).isEqualTo(new LoadSpec(ListKind.SIMILAR, 500));
        assertThatThrownBy(() -> LoadSpec.parse("popular:5")).hasMessageContaining("such as personalised:100");
        assertThatThrownBy(() -> LoadSpec.parse("similar:0")).hasMessageContaining("1..100000");
        assertThatThrownBy(() -> LoadSpec.parse("similar")).hasMessageContaining("got similar");
    }
}
