package dev.millrace.streams.admin;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;

/// `topology`: prints the drawing, or says where its durable names differ from a drawing that was approved.
public final class TopologyDrawing {
    private static final Pattern STORES = Pattern.compile("stores: \\[([^\\]]*)\\]");
    private static final Pattern TOPICS = Pattern.compile("[Tt]opics?: \\[?([^\\]\\)]*)");

    private final String description;

    /// @param description of the topology, as Kafka Streams writes it
    public TopologyDrawing(String description) {
        this.description = description;
    }

    /// Kafka Streams' own topics of that application: changelogs of stores, and hops.
    public Set<String> internalTopics(String applicationId) {
        Set<String> topics = new TreeSet<>();
        names(STORES, description).forEach(store -> topics.add(applicationId + "-" + store + "-changelog"));
        names(TOPICS, description).stream()
                .filter(topic -> topic.endsWith("-repartition"))
                .forEach(topic -> topics.add(applicationId + "-" + topic));
        return topics;
    }

    /// Prints it.
    public void print(PrintStream out) {
        out.println(description);
    }

    /// Compares stores, topics and the whole text with a file.
    ///
    /// @return exit code: 0 when nothing durable differs
    public int check(Path approved, PrintStream out) throws IOException {
        String wanted = Files.readString(approved, StandardCharsets.UTF_8);
        List<String> differences = new java.util.ArrayList<>();
        compare("store", names(STORES, wanted), names(STORES, description), differences);
        compare("topic", names(TOPICS, wanted), names(TOPICS, description), differences);
        differences.forEach(out::println);
        if (!differences.isEmpty()) {
            out.println("State and internal topics have these names: a change needs a reset.");
            return 1;
        }
        out.println(
                wanted.strip().equals(description.strip())
                        ? "as approved"
                        : "stores and topics as approved; the drawing differs otherwise");
        return 0;
    }

    private static void compare(String what, Set<String> wanted, Set<String> found, List<String> differences) {
        wanted.stream()
                .filter(name -> !found.contains(name))
                .forEach(name -> differences.add("- " + what + " " + name));
        found.stream()
                .filter(name -> !wanted.contains(name))
                .forEach(name -> differences.add("+ " + what + " " + name));
    }

    private static Set<String> names(Pattern pattern, String text) {
        Set<String> names = new TreeSet<>();
        pattern.matcher(text)
                .results()
                .flatMap(match -> java.util.Arrays.stream(match.group(1).split(",", -1)))
                .map(String::strip)
                .filter(name -> !name.isEmpty())
                .forEach(names::add);
        return names;
    }
}
