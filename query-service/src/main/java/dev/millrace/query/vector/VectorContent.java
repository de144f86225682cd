package dev.millrace.query.vector;

import dev.millrace.contract.id.ItemId;
import dev.millrace.contract.proto.ItemVector;
import dev.millrace.query.state.ItemContent;
import dev.millrace.query.state.TopicReplica.Applied;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// `item.vector.v1` → [LiveVectors].
public final class VectorContent extends ItemContent<ItemVector> {
    private static final Logger log = LoggerFactory.getLogger(VectorContent.class);
    /// A vector that is not about of length 1 is none: similarities would be no cosines.
    private static final double ROUNDING = 0.01;

    private final LiveVectors vectors;
    private final VectorUpkeep upkeep;

    public VectorContent(LiveVectors vectors, VectorUpkeep upkeep) {
        super(ItemVector.parser());
        this.vectors = vectors;
        this.upkeep = upkeep;
    }

    /// Loads the snapshots, so that most of what comes is there already.
    @Override
    public void begin() {
        upkeep.restore();
    }

    @Override
    protected Applied put(ItemId id, ItemVector value, byte[] bytes) {
        float[] vector = components(value);
        return isUnit(vector) && Snapshot.isName(value.getModel())
                ? vectors.put(id, value.getModel(), vector)
                : Applied.UNREADABLE;
    }

    @Override
    protected void remove(ItemId id) {
        vectors.remove(id);
    }

    private static float[] components(ItemVector value) {
        float[] vector = new float[value.getValuesCount()];
        for (int i = 0; i < vector.length; i++) {
            vector[i] = value.getValues(i);
        }
        return vector;
    }

    private static boolean isUnit(float[] vector) {
        double squares = 0;
        for (float component : vector) {
            squares += (double) component * component;
        }
        return Math.abs(Math.sqrt(squares) - 1) < ROUNDING; // not when it is no number
    }

    @Override
    public void pause() {
        vectors.publish();
        upkeep.rebuildWhereNeeded();
    }

    @Override
    public void caughtUp() {
        int gone = vectors.complete();
        if (gone > 0) {
            log.atInfo().addKeyValue("items", gone).log("snapshot had vectors of items that are gone");
        }
        upkeep.rebuildWhereNeeded();
    }

    @Override
    public void clear() {
        vectors.clear();
    }

    @Override
    public int size() {
        return vectors.size();
    }
}
