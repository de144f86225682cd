package dev.millrace.query.statistics;

import com.google.protobuf.InvalidProtocolBufferException;
import dev.millrace.contract.id.ItemId;
import dev.millrace.contract.proto.ItemStatistics;
import dev.millrace.query.state.TopicReplica;
import dev.millrace.query.state.TopicReplica.Applied;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/// `item.statistics.v1` → [StatisticsIndex].
public final class StatisticsContent implements TopicReplica.Content {
    private final StatisticsIndex index;

    public StatisticsContent(StatisticsIndex index) {
        this.index = index;
    }

    @Override
    public Applied apply(ConsumerRecord<String, byte[]> found) {
        Optional<ItemId> id = found.key() == null ? Optional.empty() : ItemId.parse(found.key());
        if (id.isEmpty()) {
            return Applied.UNREADABLE;
        }
        if (found.value() == null) {
            index.remove(id.get());
            return Applied.TAKEN;
        }
        try {
            return index.put(id.get(), ItemStatistics.parseFrom(found.value())) ? Applied.TAKEN : Applied.REFUSED;
        } catch (InvalidProtocolBufferException | IllegalArgumentException e) {
            return Applied.UNREADABLE;
        }
    }

    @Override
    public void pause() {
        // Each item is seen as soon as it is put.
    }

    @Override
    public void clear() {
        index.clear();
    }

    @Override
    public int size() {
        return index.size();
    }
}
