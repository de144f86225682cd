package dev.millrace.query.statistics;

import dev.millrace.contract.id.ItemId;
import dev.millrace.contract.proto.ItemStatistics;
import dev.millrace.query.state.ItemContent;
import dev.millrace.query.state.TopicReplica.Applied;

/// `item.statistics.v1` → [StatisticsIndex].
public final class StatisticsContent extends ItemContent<ItemStatistics> {
    private final StatisticsIndex index;

    public StatisticsContent(StatisticsIndex index) {
        super(ItemStatistics.parser());
        this.index = index;
    }

    @Override
    protected Applied put(ItemId id, ItemStatistics value, byte[] bytes) {
        return index.put(id, bytes) ? Applied.TAKEN : Applied.REFUSED;
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
