package dev.millrace.cdc.config;

import io.helidon.config.Config;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/// One node of the configuration, read with errors that name the key.
///
/// @param node a Helidon node
/// @param path its full key, for messages
record ConfigTree(Config node, String path) {
    private static final String FILE = "-file";
    private static final Pattern SHORT_DURATION = Pattern.compile("(\\d{1,9})(ms|s|m)");

    ConfigTree child(String name) {
        return new ConfigTree(node.get(name), path.isEmpty() ? name : path + "." + name);
    }

    Optional<String> text(String name) {
        return node.get(name).asString().asOptional();
    }

    String required(String name) {
        return text(name).orElseThrow(() -> new ConfigException(key(name) + " must be set"));
    }

    int number(String name) {
        long number = bigNumber(name);
        if (number < Integer.MIN_VALUE || number > Integer.MAX_VALUE) {
            throw new ConfigException(key(name) + " is out of range: " + number);
        }
        return (int) number;
    }

    int number(String name, int otherwise) {
        return text(name).isEmpty() ? otherwise : number(name);
    }

    long bigNumber(String name) {
        String text = required(name);
        try {
            return Long.parseLong(text.strip());
        } catch (NumberFormatException e) {
            throw new ConfigException(key(name) + " must be a whole number, got '" + text + "'");
        }
    }

    boolean flag(String name, boolean otherwise) {
        return switch (text(name).orElse(String.valueOf(otherwise))) {
            case "true" -> true;
            case "false" -> false;
            case String other -> throw new ConfigException(key(name) + " must be true or false, got '" + other + "'");
        };
    }

    Duration duration(String name, Duration otherwise) {
        return text(name).isEmpty() ? otherwise : duration(name);
    }

    /// `500ms`, `10s`, `5m` or ISO-8601.
    Duration duration(String name) {
        String text = required(name).strip();
        var matcher = SHORT_DURATION.matcher(text);
        if (matcher.matches()) {
            long amount = Long.parseLong(matcher.group(1));
            return switch (matcher.group(2)) {
                case "ms" -> Duration.ofMillis(amount);
                case "s" -> Duration.ofSeconds(amount);
                default -> Duration.ofMinutes(amount);
            };
        }
        try {
            return Duration.parse(text);
        } catch (DateTimeParseException e) {
            throw new ConfigException(
                    key(name) + " must be a duration such as 500ms, 10s or PT0.5S, got '" + text + "'");
        }
    }

    /// The value of `name`, or the content of the file named by `name-file`.
    ///
    /// @throws ConfigException when both are set, or the file says nothing
    Optional<Secret> secret(String name) {
        Optional<String> file = text(name + FILE);
        requireOne(
                key(name),
                file.isPresent() && text(name).filter(value -> !value.isEmpty()).isPresent());
        return file.isEmpty()
                ? text(name).map(Secret::new)
                : Optional.of(new Secret(content(key(name + FILE), file.get())));
    }

    /// Text with commas, or a list.
    Optional<String> list(String name) {
        Config value = node.get(name);
        return value.type() == Config.Type.LIST
                ? Optional.of(String.join(",", value.asList(String.class).get()))
                : text(name);
    }

    /// The nodes below, by name.
    List<ConfigTree> children() {
        return node.asNodeList().orElse(List.of()).stream()
                .map(child -> child(child.key().name()))
                .sorted(Comparator.comparing(ConfigTree::path))
                .toList();
    }

    /// Its own name, without the path.
    String name() {
        return node.key().name();
    }

    /// All leaves below `name` with keys relative to it. A dotted YAML key counts as nested; nested wins over dotted.
    /// The value of a key that ends with `-file` is the content of that file, under the key without the ending.
    Map<String, String> leaves(String name) {
        Map<String, String> nested = new HashMap<>();
        Map<String, String> dotted = new HashMap<>();
        node.get(name).detach().asMap().orElse(Map.of()).forEach((key, value) -> {
            if (key.contains("~")) {
                dotted.put(Config.Key.unescapeName(key), value);
            } else {
                nested.put(key, value);
            }
        });
        dotted.putAll(nested);
        return fromFiles(name, dotted);
    }

    private Map<String, String> fromFiles(String name, Map<String, String> settings) {
        Map<String, String> read = new HashMap<>();
        settings.forEach((key, value) -> {
            if (key.endsWith(FILE)) {
                String plain = key.substring(0, key.length() - FILE.length());
                requireOne(
                        key(name + "." + plain),
                        !settings.getOrDefault(plain, "").isEmpty());
                read.put(plain, content(key(name + "." + key), value));
            } else {
                read.putIfAbsent(key, value);
            }
        });
        return read;
    }

    private static String content(String key, String file) {
        try {
            String content = Files.readString(Path.of(file)).strip();
            if (content.isEmpty()) {
                throw new ConfigException(key + ": " + file + " is empty");
            }
            return content;
        } catch (IOException | InvalidPathException e) {
            throw new ConfigException(key + ": cannot read " + file);
        }
    }

    private static void requireOne(String key, boolean both) {
        if (both) {
            throw new ConfigException(key + " and " + key + FILE + " are both set: leave one out");
        }
    }

    /// Refuses children that nobody reads.
    void only(Set<String> known) {
        for (Config child : node.asNodeList().orElse(List.of())) {
            String name = child.key().name();
            if (!known.contains(name)) {
                throw new ConfigException(key(name) + " is unknown; known here: "
                        + known.stream().sorted().toList());
            }
        }
    }

    String key(String name) {
        return path.isEmpty() ? name : path + "." + name;
    }
}
