package dev.millrace.contract.topic;

import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.LockSupport;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.errors.TopicExistsException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.jspecify.annotations.Nullable;

/// Creates missing topics and refuses topics whose partition count would send keys elsewhere.
public final class TopicAdmin {

    private static final Duration SETTLING_PAUSE = Duration.ofMillis(100);

    private TopicAdmin() {}

    /// Creates what is missing, then checks the partition count of all.
    ///
    /// @throws TopicException when the broker does not answer in time or a partition count differs
    public static void ensure(Admin admin, Collection<TopicSpec> specs, short replicationFactor, Duration timeout) {
        var creation = admin.createTopics(
                specs.stream().map(spec -> spec.toNewTopic(replicationFactor)).toList());
        for (TopicSpec spec : specs) {
            var created = Objects.requireNonNull(creation.values().get(spec.name()));
            try {
                created.get(timeout.toMillis(), TimeUnit.MILLISECONDS);
            } catch (ExecutionException e) {
                if (!(e.getCause() instanceof TopicExistsException)) {
                    throw new TopicException("cannot create topic " + spec.name() + ": " + causes(e.getCause()), e);
                }
            } catch (TimeoutException e) {
                throw new TopicException("no answer from Kafka within " + timeout + " for topic " + spec.name(), e);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new TopicException("interrupted while creating topic " + spec.name(), e);
            }
        }
        verify(admin, specs, timeout);
    }

    /// An error and what it comes from: Kafka tells of a TLS handshake that failed, and its cause tells why.
    private static String causes(@Nullable Throwable error) {
        String text = String.valueOf(error);
        Throwable cause = error == null ? null : error.getCause();
        return cause == null ? text : text + ": " + cause.getMessage();
    }

    private static void verify(Admin admin, Collection<TopicSpec> specs, Duration timeout) {
        Map<String, TopicDescription> found = describe(admin, specs, timeout);
        for (TopicSpec spec : specs) {
            TopicDescription description = found.get(spec.name());
            int partitions = description == null ? 0 : description.partitions().size();
            if (partitions != spec.partitions()) {
                throw new TopicException("topic %s has %d partitions, the contract needs %d: recreate it, or change the"
                                .formatted(spec.name(), partitions, spec.partitions())
                        + " contract and reset all state");
            }
        }
    }

    /// A topic that another process has just created may exist and yet be unknown to the broker for a moment.
    private static Map<String, TopicDescription> describe(Admin admin, Collection<TopicSpec> specs, Duration timeout) {
        List<String> names = specs.stream().map(TopicSpec::name).toList();
        long deadline = System.nanoTime() + timeout.toNanos();
        while (true) {
            try {
                return admin.describeTopics(names).allTopicNames().get(timeout.toMillis(), TimeUnit.MILLISECONDS);
            } catch (ExecutionException e) {
                boolean settling = e.getCause() instanceof UnknownTopicOrPartitionException;
                if (!settling || System.nanoTime() > deadline) {
                    throw new TopicException("cannot describe topics: " + e.getMessage(), e);
                }
                LockSupport.parkNanos(SETTLING_PAUSE.toNanos());
            } catch (TimeoutException e) {
                throw new TopicException("no answer from Kafka within " + timeout + " about its topics", e);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new TopicException("interrupted while describing topics", e);
            }
        }
    }
}
