package dev.millrace.contract.id;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SessionIdTest {

    @Test
    void aVisitIsReadFromItsKey() {
        assertThat(SessionId.key(42)).isEqualTo("s:42");
        assertThat(SessionId.visit("s:42")).hasValue(42);
        assertThat(SessionId.visit(SessionId.key(999_999_999_999_999_999L))).hasValue(999_999_999_999_999_999L);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "s:", "42", "v:42", "s:-1", "s:0", "s:07", "s:4x", "s:1000000000000000000", "progress|0"})
    void otherTextIsNoVisit(String text) {
        assertThat(SessionId.visit(text)).isEmpty();
    }
}
