package dev.millrace.query.state;

import com.google.protobuf.InvalidProtocolBufferException;
import dev.millrace.contract.id.ItemId;
import dev.millrace.contract.proto.CatalogueItem;
import dev.millrace.query.recall.Item;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/// `item.catalogue.v1` → [CatalogueIndex].
public final class CatalogueContent implements TopicReplica.Content {
    private final CatalogueIndex index;

    public CatalogueContent(CatalogueIndex index) {
        this.index = index;
    }

    @Override
    public TopicReplica.Applied apply(ConsumerRecord<String, byte[]> found) {
        Optional<ItemId> id = found.key() == null ? Optional.empty() : ItemId.parse(found.key());
        if (id.isEmpty()) {
            return TopicReplica.Applied.UNREADABLE;
        }
        if (found.value() == null) {
            index.remove(id.get());
            return TopicReplica.Applied.TAKEN;
        }
        try {
            return index.put(new Item(id.get(), CatalogueItem.parseFrom(found.value())))
                    ? TopicReplica.Applied.TAKEN
                    : TopicReplica.Applied.REFUSED;
        } catch (InvalidProtocolBufferException e) {
            return TopicReplica.Applied.UNREADABLE;
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
