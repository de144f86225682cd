package dev.millrace.query.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AccessConfigTest {
    private static final String KEY = "0123456789abcdef";

    @Test
    void keysAreNamedAndNeverShown() {
        AccessConfig config = AccessConfig.of("shop:" + KEY + ", app:" + KEY + ":2", "", 5, 10);
        assertThat(config.keys()).containsEntry("shop", KEY).containsEntry("app", KEY + ":2");
        assertThat(config.toString()).contains("app, shop").doesNotContain(KEY);
    }

    @Test
    void aFileHoldsOneALine(@TempDir Path folder) throws IOException {
        Path file = Files.writeString(folder.resolve("keys"), "shop:" + KEY + "\napp:" + KEY + "2\n");
        assertThat(AccessConfig.of("", file.toString(), 0, 1).keys()).hasSize(2);
    }

    @Test
    void whatCannotBeIsRefusedWithoutShowingAKey() {
        refused("no colon", "no colon");
        refused("shop:short", "16 characters");
        refused("sh/op:" + KEY, "letters, digits");
        refused("a:" + KEY + ",b:" + KEY, "same key");
        refused("a:" + KEY + ",a:" + KEY + "2", "twice");
        assertThatThrownBy(() -> AccessConfig.of("a:" + KEY, "file", 0, 1)).hasMessageContaining("both set");
        assertThatThrownBy(() -> AccessConfig.of("", "/nowhere/keys", 0, 1)).hasMessageContaining("cannot be read");
        assertThatThrownBy(() -> AccessConfig.of("", "", 0, 0)).hasMessageContaining("access.burst");
    }

    private static void refused(String keys, String why) {
        assertThatThrownBy(() -> AccessConfig.of(keys, "", 0, 1))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining(why)
                .hasMessageNotContaining(KEY);
    }
}
