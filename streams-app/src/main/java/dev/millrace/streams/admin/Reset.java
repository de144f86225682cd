package dev.millrace.streams.admin;

import dev.millrace.contract.topic.TopicSpec;
import dev.millrace.contract.topic.Topics;
import dev.millrace.streams.config.StreamsAppConfig;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ConsumerGroupDescription;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.errors.GroupIdNotFoundException;
import org.apache.kafka.common.utils.Utils;

/// `reset`: forgets everything that streams-app has made, so that its next start makes it anew from the raw
/// topics, which are kept for ever: local state, internal topics, committed offsets, and the public topics that
/// are derived (an interaction that is published again would count twice). Dead letters stay.
public final class Reset {
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final List<TopicSpec> DERIVED = List.of(
            Topics.CATALOGUE, Topics.INTERACTIONS, Topics.STATISTICS, Topics.SESSIONS, Topics.ACTIONS, Topics.LOGINS);

    private final StreamsAppConfig config;
    private final Set<String> internal;
    private final Admin admin;
    private final PrintStream out;

    /// @param internal Kafka Streams' own topics of the application
    public Reset(StreamsAppConfig config, Set<String> internal, Admin admin, PrintStream out) {
        this.config = config;
        this.internal = Set.copyOf(internal);
        this.admin = admin;
        this.out = out;
    }

    /// Lists what would go, asks unless `yes`, and deletes it.
    ///
    /// @param answers where the answer is read
    /// @return exit code: 0 when it was done, 1 when it was refused or not possible
    public int run(boolean yes, BufferedReader answers) throws IOException, InterruptedException {
        try {
            int members = members();
            if (members > 0) {
                out.printf(
                        "%d instances of %s are running: stop them, then ask again%n", members, config.applicationId());
                return 1;
            }
            Set<String> topics = topics();
            Path state = config.stateDir().resolve(config.applicationId());
            out.println("This deletes, to be made anew from the raw topics at the next start:");
            topics.forEach(topic -> out.println("  topic " + topic));
            out.println("  offsets of group " + config.applicationId());
            out.println("  folder " + state.toAbsolutePath());
            if (!yes && !isConfirmed(answers)) {
                out.println("Nothing was deleted.");
                return 1;
            }
            delete(topics, state);
            out.println("Done. Other machines' state folders have to be deleted there.");
            return 0;
        } catch (ExecutionException | TimeoutException e) {
            Throwable cause = e.getCause() == null ? e : e.getCause();
            out.println("Kafka at " + config.kafka().get("bootstrap.servers") + " did not do it: " + cause
                    + ". What was deleted stays deleted: ask again.");
            return 1;
        }
    }

    private boolean isConfirmed(BufferedReader answers) throws IOException {
        out.printf("Type the application id (%s) to go on: ", config.applicationId());
        out.flush();
        String answer = answers.readLine();
        return answer != null && answer.strip().equals(config.applicationId());
    }

    private void delete(Set<String> topics, Path state)
            throws IOException, ExecutionException, InterruptedException, TimeoutException {
        // First: without its offsets the application begins anew, whatever else has gone by then.
        try {
            get(admin.deleteConsumerGroups(List.of(config.applicationId())).all());
        } catch (ExecutionException e) {
            if (!(e.getCause() instanceof GroupIdNotFoundException)) {
                throw e;
            }
        }
        get(admin.deleteTopics(topics).all());
        if (Files.exists(state)) {
            Utils.delete(state.toFile());
        }
    }

    private int members() throws ExecutionException, InterruptedException, TimeoutException {
        String group = config.applicationId();
        try {
            ConsumerGroupDescription found =
                    get(admin.describeConsumerGroups(List.of(group)).all()).get(group);
            return found == null ? 0 : found.members().size();
        } catch (ExecutionException e) {
            if (e.getCause() instanceof GroupIdNotFoundException) {
                return 0;
            }
            throw e;
        }
    }

    private Set<String> topics() throws ExecutionException, InterruptedException, TimeoutException {
        Set<String> all = get(admin.listTopics().names());
        Set<String> ours = new TreeSet<>();
        for (String topic : new ArrayList<>(all)) {
            if (internal.contains(topic)
                    || DERIVED.stream().anyMatch(spec -> spec.name().equals(topic))) {
                ours.add(topic);
            }
        }
        return ours;
    }

    private static <T> T get(KafkaFuture<T> future) throws ExecutionException, InterruptedException, TimeoutException {
        return future.get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
    }
}
