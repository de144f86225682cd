package dev.millrace.query.vector;

import dev.millrace.contract.id.ItemId;
import dev.millrace.query.rerank.VectorCosine;
import java.util.List;

/// Compares items of a [VectorTable]. A slot is written once, so what changes meanwhile does not disturb.
///
/// Who asks compares one item with several, one after the other: its vector is unpacked once for them.
/// **Threads:** one.
final class TableCosine implements VectorCosine {
    private final VectorBlock vectors;
    private final int[] slots;
    private final float[] unpacked;
    private int unpackedPlace = -1;

    TableCosine(VectorTable table, List<ItemId> items) {
        vectors = table.vectors;
        slots = items.stream().mapToInt(table::slot).toArray();
        unpacked = new float[vectors.dimension];
    }

    @Override
    public double of(int left, int right) {
        if (slots[left] == VectorTable.NONE || slots[right] == VectorTable.NONE) {
            return Double.NaN;
        }
        if (unpackedPlace != left) {
            vectors.get(slots[left], unpacked);
            unpackedPlace = left;
        }
        return vectors.dot(unpacked, slots[right]);
    }
}
