package dev.millrace.stack.supervise;

import com.fasterxml.jackson.core.io.JsonStringEncoder;
import java.util.Map;

/// Writes nested maps as YAML. Every scalar is a quoted string: readers convert.
final class Yaml {

    private Yaml() {}

    static String of(Map<String, ?> tree) {
        StringBuilder text = new StringBuilder();
        write(text, tree, "");
        return text.toString();
    }

    private static void write(StringBuilder text, Map<?, ?> tree, String indent) {
        tree.forEach((key, value) -> {
            text.append(indent).append(key).append(':');
            if (value instanceof Map<?, ?> inner) {
                text.append('\n');
                write(text, inner, indent + "  ");
            } else {
                // A JSON string is a YAML string.
                text.append(" \"")
                        .append(JsonStringEncoder.getInstance().quoteAsString(String.valueOf(value)))
                        .append("\"\n");
            }
        });
    }
}
