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
import java.util.function.Consumer;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.state.StoreBuilder;
import org.jspecify.annotations.Nullable;

/// What each row of one partition adds at present, keyed as it waits ([WaitingRows#key]); every difference
/// is emitted.
final class CountedRows {
    static final String STORE = "counted-by-visit";

    private final HotValues<Interaction> rows;
    private final Consumer<Interaction> emit;

    /// @param kept rows in memory
    /// @param emit takes additions and retractions
    CountedRows(ProcessorContext<?, ?> context, int kept, Consumer<Interaction> emit) {
        this.rows = new HotValues<>(context, STORE, kept);
        this.emit = emit;
    }

    static StoreBuilder<?> store() {
        return StateStores.keyed(STORE, ProtoSerde.versioned(Interaction.parser(), 1));
    }

    /// Forgets old rows.
    Expiry<Interaction> expiry(Duration kept, Tally forgotten) {
        return new Expiry<>(rows, Interaction::getEventTimeMs, kept, forgotten);
    }

    /// What a row adds; null when it adds nothing.
    @Nullable
    Interaction find(String key) {
        return rows.get(key);
    }

    /// A row adds this from now on.
    ///
    /// @param before what it adds at present, if anything
    /// @param cause the change that made it so
    void replace(String key, @Nullable Interaction before, Interaction now, SourcePosition cause) {
        if (before != null) {
            if (Interactions.same(before, now)) {
                return;
            }
            emit.accept(Interactions.retraction(before, cause));
        }
        rows.put(key, now);
        emit.accept(now);
    }

    /// A row adds nothing from now on.
    ///
    /// @return whether it added something
    boolean takeBack(String key, SourcePosition cause) {
        @Nullable Interaction before = rows.get(key);
        if (before == null) {
            return false;
        }
        rows.delete(key);
        emit.accept(Interactions.retraction(before, cause));
        return true;
    }

    /// All that a visit has added goes.
    void takeBackAll(String visit, SourcePosition cause) {
        List<String> added = new ArrayList<>();
        try (var all = rows.written().prefixScan(visit + "|", Serdes.String().serializer())) {
            all.forEachRemaining(row -> added.add(row.key));
        }
        added.forEach(key -> takeBack(key, cause));
    }

    /// A row was purged: what it added stands, and is not remembered.
    void forget(String key) {
        rows.delete(key);
    }
}
