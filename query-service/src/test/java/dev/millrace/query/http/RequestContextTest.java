package dev.millrace.query.http;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RequestContextTest {

    @ParameterizedTest
    @CsvSource({
        "Mozilla/5.0 (iPad; CPU OS 17), tablet",
        "Android 14; Tablet, tablet",
        "Mozilla/5.0 (Linux; Android 14), mobile",
        "Mozilla/5.0 (iPhone), mobile",
        "Mozilla/5.0 (Windows NT 10.0), desktop",
        "Mozilla/5.0 (Macintosh), desktop",
        "curl/8.0, unknown"
    })
    void deviceFollowsTheUserAgent(String agent, String device) {
        assertThat(RequestContext.device(agent)).isEqualTo(device);
    }

    @Test
    void localeIsTheFirstLanguageInLowerCase() {
        assertThat(RequestContext.locale("zh-CN,zh;q=0.9")).isEqualTo("zh-cn");
        assertThat(RequestContext.locale("EN;q=0.5")).isEqualTo("en");
        assertThat(RequestContext.locale("")).isEqualTo("unknown");
        assertThat(RequestContext.locale("x".repeat(500))).hasSize(64);
    }

    @Test
    void entityTagsMatchWeakly() {
        String tag = Sharing.tag("content");
        assertThat(Sharing.matches(tag, tag)).isTrue();
        assertThat(Sharing.matches(tag.substring(2), tag)).isTrue();
        assertThat(Sharing.matches("*", tag)).isTrue();
        assertThat(Sharing.matches("\"a\" , " + tag, tag)).isTrue();
        assertThat(Sharing.matches("\"a\"", tag)).isFalse();
        assertThat(Sharing.tag("other")).isNotEqualTo(tag);
    }
}
