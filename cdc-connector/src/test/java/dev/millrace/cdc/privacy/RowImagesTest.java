package dev.millrace.cdc.privacy;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class RowImagesTest {

    @Test
    void rows_of_a_binlog_event_are_cut() {
        String text = "Encountered change event 'Event{header=h, data=WriteRowsEventData{tableId=1, rows=[\n"
                + "    [1, Jane, 13812345678]\n]}}' at offset 4";

        assertThat(RowImages.cut(text)).doesNotContain("Jane").contains("Encountered change event", "tableId=1");
    }

    @Test
    void a_statement_is_cut() {
        assertThat(RowImages.cut("Received DML 'INSERT INTO user VALUES (1, Jane)' for processing"))
                .doesNotContain("Jane");
    }

    @Test
    void the_frames_of_a_stack_trace_stay() {
        String stack =
                "x.DataException: bad Struct{name=Jane}\n\tat a.b.C(C.java:1)\nCaused by: x.E: Struct{name=Joe}\n\tat d\n";

        assertThat(RowImages.cut(stack))
                .doesNotContain("Jane", "Joe")
                .contains("\tat a.b.C(C.java:1)", "Caused by: x.E", "\tat d");
    }

    @Test
    void ordinary_messages_stay() {
        assertThat(RowImages.cut("capture starts before=noon")).startsWith("capture starts");
        assertThat(RowImages.cut("stored offsets are unchanged")).isEqualTo("stored offsets are unchanged");
    }
}
