package dev.millrace.query.state;

import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.MessageLite;
import com.google.protobuf.Parser;
import dev.millrace.contract.id.ItemId;
import dev.millrace.query.state.TopicReplica.Applied;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/// A topic with a message for each item.
///
/// @param <M> the message
public abstract class ItemContent<M extends MessageLite> implements TopicReplica.Content {
    private final Parser<M> parser;

    protected ItemContent(Parser<M> parser) {
        this.parser = parser;
    }

    /// Adds or replaces what is known of an item.
    ///
    /// @param bytes of the message, not to be changed
    /// @throws IllegalArgumentException when the message is none that can be
    protected abstract Applied put(ItemId id, M value, byte[] bytes);

    /// Forgets an item.
    protected abstract void remove(ItemId id);

    @Override
    public final Applied apply(ConsumerRecord<String, byte[]> found) {
        Optional<ItemId> id = found.key() == null ? Optional.empty() : ItemId.parse(found.key());
        if (id.isEmpty()) {
            return Applied.UNREADABLE;
        }
        if (found.value() == null) {
            remove(id.get());
            return Applied.TAKEN;
        }
        try {
            return put(id.get(), parser.parseFrom(found.value()), found.value());
        } catch (InvalidProtocolBufferException | IllegalArgumentException e) {
            return Applied.UNREADABLE;
        }
    }

    @Override
    public void pause() {
        // Each item is seen as soon as it is put.
    }
}
