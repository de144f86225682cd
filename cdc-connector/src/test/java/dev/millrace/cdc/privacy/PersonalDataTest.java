package dev.millrace.cdc.privacy;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PersonalDataTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "jane.doe@example.com",
                "jane.doe+tag@mail.example.co.uk",
                "JANE%40example.com",
                "张三@例子.中国",
                "x＠example.com",
                "13812345678",
                "138-1234-5678",
                "138 1234 5678",
                "+86 138 1234 5678",
                "8613812345678",
                "010-62345678",
                "0571-8888888",
                "(0571) 8888 8888",
                "+44 20 7946 0958",
                "+1 (212) 555-0123",
                "400-800-8888",
                "10.1.2.3",
                "203.0.113.254",
                "2001:db8::ff00:42",
                "2001:0db8:85a3:0000:0000:8a2e:0370:7334"
            })
    void personal_data_goes_alone_in_text_and_in_urls(String personal) {
        assertThat(PersonalData.mask(personal)).isEqualTo("***");
        assertThat(PersonalData.mask("电话：" + personal + "，谢谢"))
                .doesNotContain(personal)
                .endsWith("，谢谢");
        assertThat(PersonalData.mask("shop/find/" + personal + "/x")).isEqualTo("shop/find/***/x");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "shop.example.com/dataDetail/123",
                "/dataDetail/12345678901",
                "/apiDetail/45",
                "order 1381234567",
                "id 138123456789012345",
                "version 3.6.1.Final",
                "1.2.3",
                "2020-01-01 12:30",
                "2019-20241231",
                "rows +25%",
                "ISBN 978-0-306-40615-7",
                "1.2.3.4.5",
                "999.1.2.3",
                "12:30:45",
                "std::vector",
                "GDP 2019-2024 @ province",
                "价格 9.90 元"
            })
    void numbers_and_words_stay(String harmless) {
        assertThat(PersonalData.mask(harmless)).isEqualTo(harmless);
    }

    @Test
    void the_full_stop_of_a_sentence_stays() {
        assertThat(PersonalData.mask("ask a.b%2Bc@mail.example.com. Or x @ noon, or @jane"))
                .isEqualTo("ask ***. Or x @ noon, or @jane");
    }

    /// Would take hours in quadratic time, and a stack frame for every letter in a careless pattern.
    @Test
    void a_long_text_without_a_break_takes_its_time_and_no_stack() {
        String unbroken = "x".repeat(3_000_000);

        assertThat(PersonalData.mask(unbroken)).isEqualTo(unbroken);
        assertThat(PersonalData.mask(unbroken + "@example.com")).isEqualTo(PersonalData.MASK);
        assertThat(PersonalData.mask("a@" + "b.".repeat(1_000_000) + "c")).isEqualTo(PersonalData.MASK);
        assertThat(PersonalData.mask("@".repeat(1_000_000))).hasSize(1_000_000);
        for (String pattern : List.of("1", "+1", "010-", "1.", "a:", "%2B", "%40")) {
            assertThat(PersonalData.mask(pattern.repeat(300_000))).isNotEmpty();
        }
    }
}
