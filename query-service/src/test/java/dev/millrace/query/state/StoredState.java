package dev.millrace.query.state;

import com.google.protobuf.ByteString;
import com.google.protobuf.MessageLite;
import dev.millrace.contract.id.Actor;
import dev.millrace.contract.id.ItemId;
import dev.millrace.contract.proto.IqResponse.Answer;
import dev.millrace.contract.proto.IqResponse.Status;
import dev.millrace.contract.proto.Progress;
import dev.millrace.contract.store.QueryableStore;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// Reads entries that the test has put, and counts how often it is asked.
public final class StoredState implements StateReader {
    private final Map<Lookup<?>, ByteString> entries = new HashMap<>();
    private final Set<Lookup<?>> away = new HashSet<>();
    private Progress progress = Progress.getDefaultInstance();
    private int rounds;

    public <V extends MessageLite> void put(QueryableStore<V> store, ItemId id, V value) {
        put(Lookup.of(store, id), value);
    }

    public <V extends MessageLite> void put(QueryableStore<V> store, Actor actor, V value) {
        put(Lookup.of(store, actor), value);
    }

    private <V extends MessageLite> void put(Lookup<V> lookup, V value) {
        entries.put(lookup, ByteString.copyFrom(lookup.store().serde().toBytes(value)));
    }

    /// From now on all partitions have come to there.
    public void progress(Progress progress) {
        this.progress = progress;
    }

    /// From now on nobody answers for the entry.
    public void away(QueryableStore<?> store, ItemId id) {
        away.add(Lookup.of(store, id));
    }

    /// From now on all are there.
    public void back() {
        away.clear();
    }

    /// How many batches have been asked for.
    public int rounds() {
        return rounds;
    }

    @Override
    public Readings read(List<? extends Lookup<?>> lookups) {
        rounds++;
        Map<Lookup<?>, Answer> answers = new HashMap<>();
        for (Lookup<?> lookup : lookups) {
            if (!away.contains(lookup)) {
                answers.put(lookup, answer(lookup));
            }
        }
        return new Readings(answers);
    }

    /// What comes when nobody answers.
    public Readings nobody() {
        return new Readings(Map.of());
    }

    private Answer answer(Lookup<?> lookup) {
        ByteString value = lookup.store().name().startsWith("progress-")
                ? ByteString.copyFrom(QueryableStore.ITEM_PROGRESS.serde().toBytes(progress))
                : entries.get(lookup);
        return value == null
                ? Answer.newBuilder().setStatus(Status.ABSENT).build()
                : Answer.newBuilder().setStatus(Status.FOUND).setValue(value).build();
    }
}
