package dev.millrace.query.vector;

import dev.millrace.contract.id.ItemId;
import dev.millrace.query.rerank.VectorCosine;
import java.util.List;
import java.util.Optional;

/// An index whose items lie in a [VectorTable].
abstract sealed class TabledIndex implements VectorIndex permits ExactIndex, FlatHnsw {

    /// The one that is in use now.
    abstract VectorTable table();

    @Override
    public final boolean remove(ItemId id) {
        return table().remove(id);
    }

    @Override
    public final boolean contains(ItemId id) {
        return table().slot(id) != VectorTable.NONE;
    }

    @Override
    public final Optional<float[]> find(ItemId id) {
        return table().find(id);
    }

    @Override
    public final VectorCosine compare(List<ItemId> items) {
        return new TableCosine(table(), items);
    }

    @Override
    public final int size() {
        return table().size();
    }

    @Override
    public final int used() {
        return table().used();
    }

    @Override
    public final int capacity() {
        return table().vectors.capacity;
    }

    @Override
    public final void forEach(Visitor visitor) {
        table().forEach(visitor);
    }
}
