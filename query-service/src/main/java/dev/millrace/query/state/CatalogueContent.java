package dev.millrace.query.state;

import dev.millrace.contract.id.ItemId;
import dev.millrace.contract.proto.CatalogueItem;
import dev.millrace.query.recall.Item;

/// `item.catalogue.v1` → [CatalogueIndex].
public final class CatalogueContent extends ItemContent<CatalogueItem> {
    private final CatalogueIndex index;

    public CatalogueContent(CatalogueIndex index) {
        super(CatalogueItem.parser());
        this.index = index;
    }

    @Override
    protected TopicReplica.Applied put(ItemId id, CatalogueItem value, byte[] bytes) {
        return index.put(new Item(id, value)) ? TopicReplica.Applied.TAKEN : TopicReplica.Applied.REFUSED;
    }

    @Override
    protected void remove(ItemId id) {
        index.remove(id);
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
