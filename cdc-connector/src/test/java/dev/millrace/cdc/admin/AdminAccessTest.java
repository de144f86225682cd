package dev.millrace.cdc.admin;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.cdc.config.Secret;
import dev.millrace.cdc.config.ServerConfig;
import org.junit.jupiter.api.Test;

class AdminAccessTest {
    private static final String TOKEN = "0123456789abcdef";

    @Test
    void without_a_token_only_a_connector_that_nobody_else_reaches_takes_requests() {
        assertThat(access("127.0.0.1", "").refusal("", "")).isEmpty();
        assertThat(access("localhost", "").refusal("", "")).isEmpty();
        assertThat(access("0.0.0.0", "").refusal("", ""))
                .hasValueSatisfying(words -> assertThat(words).contains("server.admin-token-file"));
    }

    @Test
    void with_a_token_it_has_to_be_named() {
        for (String host : new String[] {"127.0.0.1", "0.0.0.0"}) {
            AdminAccess access = access(host, TOKEN);
            assertThat(access.refusal("Bearer " + TOKEN, "")).isEmpty();
            assertThat(access.refusal("", "")).isPresent();
            assertThat(access.refusal(TOKEN, "")).isPresent();
            assertThat(access.refusal("Bearer " + TOKEN + "0", "")).isPresent();
            assertThat(access.refusal("Bearer " + TOKEN.substring(1), "")).isPresent();
        }
    }

    @Test
    void a_web_page_is_refused_even_with_the_token() {
        assertThat(access("127.0.0.1", "").refusal("", "http://evil.example")).isPresent();
        assertThat(access("127.0.0.1", TOKEN).refusal("Bearer " + TOKEN, "null"))
                .isPresent();
    }

    private static AdminAccess access(String host, String token) {
        return new AdminAccess(new ServerConfig(host, 0, new Secret(token)));
    }
}
