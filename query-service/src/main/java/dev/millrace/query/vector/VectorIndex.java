package dev.millrace.query.vector;

import dev.millrace.contract.id.ItemId;
import dev.millrace.query.rerank.VectorCosine;
import java.io.DataOutput;
import java.io.IOException;
import java.util.List;
import java.util.Optional;

/// Finds the items whose vectors point the same way as a query.
///
/// Vectors have length 1 and one dimension, that of the index.
///
/// **Threads:** one writer at a time ([#put], [#remove]) and any number of readers beside it, which never wait for it.
/// A reader sees each change at the latest in the search that begins after it; an item whose vector is replaced
/// during a search may be missing from its answer.
public interface VectorIndex {

    /// What came of a vector.
    enum Put {
        TAKEN,
        /// The item has it already.
        UNCHANGED,
        /// There is no place for it, and nothing has changed.
        FULL
    }

    /// Looks at an item.
    @FunctionalInterface
    interface Visitor {

        /// @param vector as it is kept; the next item's is written to the same array
        /// @return whether to go on
        boolean visit(ItemId id, float[] vector);
    }

    /// Adds an item or replaces its vector.
    Put put(ItemId id, float[] vector);

    /// Forgets an item.
    ///
    /// @return whether it was there
    boolean remove(ItemId id);

    /// The `k` items nearest to `query`, best first, equal ones by id; fewer when there are fewer.
    List<Hit> nearest(float[] query, int k);

    /// Whether it has the item.
    boolean contains(ItemId id);

    /// The vector of an item, as it is kept.
    Optional<float[]> find(ItemId id);

    /// Compares these items with each other by their vectors, as they are now.
    VectorCosine compare(List<ItemId> items);

    /// How many items there are.
    int size();

    /// Places taken, those of removed and replaced vectors included: they come back with a new index only.
    int used();

    /// Places there are.
    int capacity();

    /// Shows every item; what changes meanwhile may be shown or not.
    void forEach(Visitor visitor);

    /// The same with `capacity` places, if it can have them without building anything anew. For the writer; the old one
    /// goes on answering and is not to be changed any more.
    default Optional<VectorIndex> enlarged(int capacity) {
        return Optional.empty();
    }

    /// Which implementation it is: what [#save] wrote, only the same can load.
    IndexKind kind();

    /// Writes everything, so that one loaded from it gives the same answers. For readers, however slow `out` is: what
    /// changes meanwhile may be missing, or be there still.
    void save(DataOutput out) throws IOException;
}
