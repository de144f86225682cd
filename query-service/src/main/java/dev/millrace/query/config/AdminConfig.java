package dev.millrace.query.config;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/// Who may see profiles and explanations.
///
/// @param token that has to be shown as `Authorization: Bearer …`; empty when nobody may
public record AdminConfig(String token) {
    private static final int SHORTEST = 16;

    public AdminConfig {
        if (!token.isEmpty() && token.length() < SHORTEST) {
            throw new ConfigurationException(
                    "admin.token must have %d characters or more, or be empty".formatted(SHORTEST));
        }
    }

    /// From one of two settings.
    ///
    /// @param token itself, from the environment
    /// @param file that holds it
    static AdminConfig of(String token, String file) {
        if (file.isEmpty()) {
            return new AdminConfig(token);
        }
        if (!token.isEmpty()) {
            throw new ConfigurationException("admin.token and admin.token-file are both set: which one holds?");
        }
        try {
            return new AdminConfig(Files.readString(Path.of(file)).strip());
        } catch (IOException e) {
            throw new ConfigurationException("admin.token-file cannot be read: " + e);
        }
    }

    /// For the log: without the token.
    @Override
    public String toString() {
        return "AdminConfig[token=%s]".formatted(token.isEmpty() ? "" : "***");
    }
}
