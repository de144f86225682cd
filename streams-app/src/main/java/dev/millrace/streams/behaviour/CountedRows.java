package dev.millrace.streams.behaviour;

import dev.millrace.contract.proto.Interaction;
import dev.millrace.contract.proto.SourcePosition;
import dev.millrace.contract.serde.ProtoSerde;
import dev.millrace.streams.interaction.Interactions;
import dev.millrace.streams.runtime.Expiry;
import dev.millrace.streams.runtime.HotValues;
import dev.millrace.streams.runtime.StateStores;
import dev.millrace.streams.runtime.Tally;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.StoreBuilder;
import org.jspecify.annotations.Nullable;

/// What each row of one partition adds at present, keyed as it waits ([WaitingRows#key]); every difference
/// is emitted.
final class CountedRows {
    static final String STORE = "counted-by-visit";

    private final KeyValueStore<String, Interaction> store;
    private final HotValues<Interaction> rows;
    private final Consumer<Interaction> emit;

    /// @param kept rows in memory
    /// @param emit takes additions and retractions
    CountedRows(KeyValueStore<String, Interaction> store, int kept, Consumer<Interaction> emit) {
        this.store = store;
        this.rows = new HotValues<>(store, kept);
        this.emit = emit;
    }

    static StoreBuilder<?> store() {
        return StateStores.keyed(STORE, ProtoSerde.versioned(Interaction.parser(), 1));
    }

    /// Forgets old rows.
    Expiry<Interaction> expiry(Duration kept, Tally forgotten) {
        return new Expiry<>(store, rows, Interaction::getEventTimeMs, kept, forgotten);
    }

    /// What a row adds; null when it adds nothing.
    @Nullable
    Interaction find(String key) {
        return rows.get(key);
    }

    /// A row adds something else from now on, or nothing.
    ///
    /// @param cause the change that made it so
    void replace(String key, Optional<Interaction> now, SourcePosition cause) {
        replace(key, rows.get(key), now, cause);
    }

    /// As above, with what the row adds at present, if anything.
    void replace(String key, @Nullable Interaction before, Optional<Interaction> now, SourcePosition cause) {
        if (before != null && now.isPresent() && Interactions.same(before, now.get())) {
            return;
        }
        if (before != null) {
            rows.delete(key);
            emit.accept(Interactions.retraction(before, cause));
        }
        now.ifPresent(addition -> {
            rows.put(key, addition);
            emit.accept(addition);
        });
    }

    /// Takes back all that a visit has added.
    void takeBack(String visit, SourcePosition cause) {
        List<KeyValue<String, Interaction>> added = new ArrayList<>();
        try (var all = store.prefixScan(visit + "|", Serdes.String().serializer())) {
            all.forEachRemaining(added::add);
        }
        added.forEach(row -> replace(row.key, Optional.empty(), cause));
    }

    /// A row was purged: what it added stands, and is not remembered.
    void forget(String key) {
        rows.delete(key);
    }
}
