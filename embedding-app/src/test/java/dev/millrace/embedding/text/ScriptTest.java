package dev.millrace.embedding.text;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ScriptTest {

    @ParameterizedTest
    @CsvSource({
        "空气质量, 100",
        "Air quality, 0",
        "2021 - 2022, 0",
        "COVID-19 疫情数据, 44",
        "Open Government Data of 台灣, 9",
        "データ, 0",
    })
    void isTheShareOfHanLetters(String text, int percent) {
        assertThat(Script.hanPercent(text)).isEqualTo(percent);
    }
}
