package dev.millrace.query.state;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.InvalidOffsetException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.WakeupException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Keeps something in memory equal to a compacted topic, or in step with the changes of one.
///
/// One thread owns the consumer: it reads every partition from the beginning, or from the end that it finds, without a
/// group and follows. It has
/// caught up when its *positions* reach the end offsets seen at the start; the last offsets of a transactional topic
/// are markers that no record ever has. After a failure it goes on where it was with a new consumer; when the log it
/// followed is gone (offset out of range) it empties its content and starts over.
public final class TopicReplica implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(TopicReplica.class);
    private static final Duration POLL = Duration.ofMillis(200);
    private static final Duration RETRY = Duration.ofMillis(500);

    private final String name;
    private final String topic;
    private final From from;
    private final Supplier<Consumer<String, byte[]>> consumers;
    private final Content content;
    private final Hearing hearing = new Hearing();
    private final Counter refused;
    private final Counter unreadable;
    private final Counter restarts;
    private final CountDownLatch stop = new CountDownLatch(1);
    private final Thread thread;
    private final Map<TopicPartition, Long> positions = new HashMap<>();
    private volatile boolean caughtUp;
    private volatile long lag = -1;
    private volatile @Nullable Consumer<String, byte[]> current;

    /// What is made of the records. One thread calls, that of the replica.
    public interface Content {

        /// The first record is about to be read.
        default void begin() {
            // Most contents begin empty.
        }

        /// A partition is read from this offset on; again after [#clear].
        default void from(int partition, long offset) {
            // Who reads from the beginning need not know.
        }

        /// Takes a record in; a null value takes its key away.
        Applied apply(ConsumerRecord<String, byte[]> record);

        /// All records that are there for now have been applied.
        void pause();

        /// Everything that was in the topic at the start has been applied; again after [#clear].
        default void caughtUp() {
            // Most contents need not know.
        }

        /// Forgets all: the log begins anew.
        void clear();

        /// How much there is.
        int size();
    }

    /// Where reading begins.
    public enum From {
        BEGINNING,
        /// What was there at the start is of no interest.
        END
    }

    /// What came of a record.
    public enum Applied {
        TAKEN,
        /// A bound was met.
        REFUSED,
        /// Key or value is not what the topic's are.
        UNREADABLE
    }

    /// @param name of the replica, in metrics and logs
    /// @param consumers makes a consumer without group that reads committed records and has no offset reset policy
    public TopicReplica(
            String name,
            String topic,
            From from,
            Supplier<Consumer<String, byte[]>> consumers,
            Content content,
            MeterRegistry registry) {
        this.name = name;
        this.topic = topic;
        this.from = from;
        this.consumers = consumers;
        this.content = content;
        Tags tags = Tags.of("replica", name);
        refused = registry.counter("millrace.replica.refused", tags);
        unreadable = registry.counter("millrace.replica.unreadable", tags);
        restarts = registry.counter("millrace.replica.restarts", tags);
        Gauge.builder("millrace.replica.items", content, Content::size)
                .tags(tags)
                .register(registry);
        Gauge.builder("millrace.replica.lag.records", this, TopicReplica::lag)
                .tags(tags)
                .register(registry);
        thread = Thread.ofPlatform().name(name + "-replica").unstarted(this::run);
    }

    /// Starts to read.
    public void start() {
        thread.start();
    }

    /// Whether everything that was in the topic at the start has been applied, and the topic is followed.
    public boolean caughtUp() {
        return caughtUp && thread.isAlive();
    }

    /// Whether the broker has answered a fetch within this time, and all that is there has been applied: an idle topic
    /// is silent, its broker is not. Half a
    /// second more may have passed, and so long an idle broker lets a fetch wait.
    public boolean heardWithin(Duration time) {
        return hearing.within(time);
    }

    /// Records still to read; -1 before the first read.
    public long lag() {
        return lag;
    }

    /// Stops the thread and waits for it, five seconds at most.
    @Override
    public void close() {
        stop.countDown();
        Consumer<String, byte[]> consumer = current;
        if (consumer != null) {
            consumer.wakeup();
        }
        if (thread.getState() == Thread.State.NEW) {
            return;
        }
        try {
            thread.join(Duration.ofSeconds(5));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void run() {
        content.begin();
        while (stop.getCount() > 0) {
            try (Consumer<String, byte[]> consumer = consumers.get()) {
                current = consumer;
                follow(consumer);
            } catch (WakeupException e) {
                log.debug("replica woken up to stop");
            } catch (InvalidOffsetException e) {
                caughtUp = false;
                content.clear();
                positions.clear();
                pauseAfter(e);
            } catch (RuntimeException e) {
                pauseAfter(e);
            } finally {
                current = null;
            }
        }
    }

    private void follow(Consumer<String, byte[]> consumer) {
        List<TopicPartition> partitions = partitions(consumer);
        if (partitions.isEmpty()) {
            return;
        }
        consumer.assign(partitions);
        Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
        seek(consumer, partitions, ends);
        while (stop.getCount() > 0) {
            for (ConsumerRecord<String, byte[]> found : consumer.poll(POLL)) {
                apply(found);
                positions.put(new TopicPartition(found.topic(), found.partition()), found.offset() + 1);
            }
            content.pause();
            lag = partitions.stream()
                    .mapToLong(partition -> consumer.currentLag(partition).orElse(0))
                    .sum();
            hearing.listen(consumer, lag);
            if (!caughtUp && reached(consumer, ends)) {
                content.caughtUp();
                caughtUp = true;
                log.atInfo()
                        .addKeyValue("replica", name)
                        .addKeyValue("items", content.size())
                        .log("replica caught up");
            }
        }
    }

    /// Where it was, or where it begins.
    private void seek(
            Consumer<String, byte[]> consumer, List<TopicPartition> partitions, Map<TopicPartition, Long> ends) {
        List<TopicPartition> unread =
                partitions.stream().filter(one -> !positions.containsKey(one)).toList();
        if (!unread.isEmpty()) {
            var begins = from == From.END ? ends : consumer.beginningOffsets(unread);
            for (TopicPartition partition : unread) {
                long offset = Objects.requireNonNull(begins.get(partition));
                positions.put(partition, offset);
                content.from(partition.partition(), offset);
            }
        }
        partitions.forEach(partition -> consumer.seek(partition, Objects.requireNonNull(positions.get(partition))));
    }

    /// The topic's partitions; none when the service stops before streams-app has created the topic.
    private List<TopicPartition> partitions(Consumer<String, byte[]> consumer) {
        boolean said = false;
        do {
            var found = consumer.partitionsFor(topic);
            if (found != null && !found.isEmpty()) {
                return found.stream()
                        .map(info -> new TopicPartition(info.topic(), info.partition()))
                        .toList();
            }
            if (!said) {
                log.atInfo().addKeyValue("topic", topic).log("waiting for topic");
                said = true;
            }
        } while (!stopped(RETRY));
        return List.of();
    }

    private static boolean reached(Consumer<String, byte[]> consumer, Map<TopicPartition, Long> ends) {
        return ends.entrySet().stream().allMatch(end -> consumer.position(end.getKey()) >= end.getValue());
    }

    private void apply(ConsumerRecord<String, byte[]> found) {
        switch (content.apply(found)) {
            case TAKEN -> {
                // As it should be.
            }
            case REFUSED -> refused.increment();
            case UNREADABLE -> reportUnreadable(found);
        }
    }

    private void reportUnreadable(ConsumerRecord<String, byte[]> found) {
        unreadable.increment();
        log.atWarn()
                .addKeyValue("topic", found.topic())
                .addKeyValue("partition", found.partition())
                .addKeyValue("offset", found.offset())
                .log("record is not readable and was skipped");
    }

    private void pauseAfter(RuntimeException failure) {
        restarts.increment();
        log.atWarn()
                .addKeyValue("replica", name)
                .addKeyValue("error", failure.toString())
                .log("replica failed, it tries again");
        stopped(RETRY);
    }

    private boolean stopped(Duration wait) {
        try {
            return stop.await(wait.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return true;
        }
    }
}
