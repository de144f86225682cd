package dev.millrace.query.session;

import com.google.protobuf.InvalidProtocolBufferException;
import dev.millrace.contract.id.ItemId;
import dev.millrace.contract.id.SessionId;
import dev.millrace.contract.proto.SessionItem;
import dev.millrace.contract.proto.SessionItems;
import dev.millrace.query.state.TopicReplica;
import dev.millrace.query.state.TopicReplica.Applied;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/// `session.items.v1` → [SessionIndex], and how far it is complete.
public final class SessionContent implements TopicReplica.Content {
    private final SessionIndex index;
    private final int partitions;
    private final Map<Integer, Long> progress = new HashMap<>();
    private volatile long completeUntilUs;

    /// @param partitions of the topic
    public SessionContent(SessionIndex index, int partitions) {
        this.index = index;
        this.partitions = partitions;
    }

    /// Source time up to which all that visits did is in what the index shows; empty when unknown. To be
    /// asked before the index.
    public OptionalLong completeUntilUs() {
        long until = completeUntilUs;
        return until == 0 ? OptionalLong.empty() : OptionalLong.of(until);
    }

    @Override
    public Applied apply(ConsumerRecord<String, byte[]> found) {
        OptionalLong session = found.key() == null ? OptionalLong.empty() : SessionId.visit(found.key());
        if (found.value() == null) {
            session.ifPresent(index::remove);
            return session.isPresent() ? Applied.TAKEN : Applied.UNREADABLE;
        }
        try {
            SessionItems value = SessionItems.parseFrom(found.value());
            if (value.hasProgress()) {
                progress.merge(found.partition(), value.getProgress().getCommitTimeUs(), Math::max);
                return Applied.TAKEN;
            }
            return session.isPresent() ? put(session.getAsLong(), value) : Applied.UNREADABLE;
        } catch (InvalidProtocolBufferException e) {
            return Applied.UNREADABLE;
        }
    }

    private Applied put(long session, SessionItems value) {
        List<ItemId> items = value.getItemsList().stream()
                .map(item -> ItemId.parse(item.getItemId()))
                .flatMap(Optional::stream)
                .distinct()
                .toList();
        if (items.isEmpty()) {
            return Applied.UNREADABLE;
        }
        long timeMs = value.getItemsList().stream()
                .mapToLong(SessionItem::getTimeMs)
                .max()
                .orElse(0);
        return index.put(session, timeMs, items) ? Applied.TAKEN : Applied.REFUSED;
    }

    @Override
    public void pause() {
        index.publish();
        if (progress.size() == partitions) {
            completeUntilUs =
                    progress.values().stream().mapToLong(Long::longValue).min().orElse(0);
        }
    }

    @Override
    public void clear() {
        index.clear();
        index.publish();
        progress.clear();
        completeUntilUs = 0;
    }

    @Override
    public int size() {
        return index.size();
    }
}
