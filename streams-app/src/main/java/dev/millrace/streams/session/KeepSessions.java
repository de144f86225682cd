package dev.millrace.streams.session;

import dev.millrace.contract.id.SessionId;
import dev.millrace.contract.proto.Hop;
import dev.millrace.contract.proto.Interaction;
import dev.millrace.contract.proto.PartitionProgress;
import dev.millrace.contract.proto.SessionItems;
import dev.millrace.contract.proto.VisitItems;
import dev.millrace.contract.serde.ProtoSerde;
import dev.millrace.streams.config.TopologySettings;
import dev.millrace.streams.config.TopologySettings.Bounds;
import dev.millrace.streams.runtime.CommitScope;
import dev.millrace.streams.runtime.HotValues;
import dev.millrace.streams.runtime.PendingWrites;
import dev.millrace.streams.runtime.StateStores;
import dev.millrace.streams.runtime.Tally;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.streams.processor.PunctuationType;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.ProcessorSupplier;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.state.StoreBuilder;
import org.jspecify.annotations.Nullable;

/// Keeps what each of the newest visits took, and publishes it once a commit: nobody reads it before.
///
/// - Interactions of no visit (orders of the shop) or of no item (searches) are none of a session's.
/// - A retraction takes its interaction out; a visit of which nothing stands, such as one that turned out to be
/// internal traffic, gets a tombstone. What Matomo purges is retracted by nobody and stands.
/// - Beyond `bounds.sessions`, and beyond `bounds.lateness` by the source's clock, the oldest visit gets a
/// tombstone. One that goes on after that begins anew.
/// - Progress is published behind all that it covers.
///
/// Output keys are those of `session.items.v1`; empty is a tombstone.
final class KeepSessions implements Processor<String, Hop, String, Optional<SessionItems>> {
    static final String STORE = "items-by-visit";
    private static final Duration LOOK = Duration.ofMillis(50);

    private final Bounds bounds;
    private ProcessorContext<String, Optional<SessionItems>> context;
    private final Set<String> unpublished = new LinkedHashSet<>();
    private HotValues<VisitItems> visits;
    private NewestVisits newest;
    private PendingWrites.OfTask pending;
    private PendingWrites.Holder held;
    private Tally surplus;
    private Tally pushedOut;
    private Tally forgotten;
    private long readUntilMs;
    private long reachedUs;
    private long toldUs;

    private KeepSessions(Bounds bounds) {
        this.bounds = bounds;
    }

    static ProcessorSupplier<String, Hop, String, Optional<SessionItems>> supplier(TopologySettings settings) {
        return new ProcessorSupplier<>() {
            @Override
            public Processor<String, Hop, String, Optional<SessionItems>> get() {
                return new KeepSessions(settings.bounds());
            }

            @Override
            public Set<StoreBuilder<?>> stores() {
                return Set.of(StateStores.keyed(STORE, ProtoSerde.versioned(VisitItems.parser(), 1)));
            }
        };
    }

    @Override
    public void init(ProcessorContext<String, Optional<SessionItems>> processorContext) {
        context = processorContext;
        visits = new HotValues<>(context, STORE, bounds.hotValues());
        newest = new NewestVisits(visits);
        pending = PendingWrites.of(context.taskId());
        CommitScope scope = new CommitScope(context);
        held = () -> scope.run(this::publish);
        surplus = Tally.of(context, "sessions");
        pushedOut = Tally.of(context, "session-length");
        forgotten = Tally.of(context, "session-forgotten");
        context.schedule(LOOK, PunctuationType.WALL_CLOCK_TIME, _ -> look());
    }

    @Override
    public void process(Record<String, Hop> record) {
        Hop hop = record.value();
        switch (hop.getKindCase()) {
            case INTERACTION -> take(hop.getInteraction());
            case PROGRESS -> progress(hop.getProgress());
            case LOGIN -> {
                // Whose the visit is does not change what it took.
            }
            case PAIRS, BATCH, PROFILE, KIND_NOT_SET ->
                throw new IllegalStateException("unexpected " + hop.getKindCase());
        }
    }

    private void take(Interaction interaction) {
        if (interaction.getVisit() == 0 || interaction.getItemId().isEmpty()) {
            return;
        }
        String visit = String.valueOf(interaction.getVisit());
        @Nullable VisitItems found = visits.get(visit);
        VisitItems before = found == null ? VisitItems.getDefaultInstance() : found;
        VisitItems now = VisitEntries.apply(before, interaction, bounds.sessionLength());
        if (now.equals(before)) {
            return;
        }
        if (now.getEntriesCount() == before.getEntriesCount() && now.getEntriesCount() == bounds.sessionLength()) {
            pushedOut.hit();
        }
        keep(visit, before, now);
        look();
    }

    private void keep(String visit, VisitItems before, VisitItems now) {
        if (now.getEntriesCount() == 0) {
            visits.delete(visit);
        } else {
            visits.put(visit, now);
        }
        newest.changed(visit, VisitEntries.lastMs(before), VisitEntries.lastMs(now));
        unpublished.add(visit);
        pending.add(held);
        if (unpublished.size() >= bounds.hotValues()) {
            publish();
        }
    }

    /// Lets go of whatever is too much or too old.
    private void look() {
        if (!newest.look()) {
            return;
        }
        for (OptionalLong oldest = newest.oldest(); oldest.isPresent(); oldest = newest.oldest()) {
            if (newest.counted() > bounds.sessions()) {
                surplus.hit();
            } else if (newest.oldestMs() < readUntilMs - bounds.lateness().toMillis()) {
                forgotten.hit();
            } else {
                return;
            }
            String visit = String.valueOf(oldest.getAsLong());
            @Nullable VisitItems items = visits.get(visit);
            keep(visit, items == null ? VisitItems.getDefaultInstance() : items, VisitItems.getDefaultInstance());
        }
    }

    private void progress(PartitionProgress reached) {
        readUntilMs = Math.max(
                readUntilMs,
                Math.min(context.currentSystemTimeMs(), TimeUnit.MICROSECONDS.toMillis(reached.getCommitTimeUs())));
        reachedUs = reached.getCommitTimeUs();
        pending.add(held);
    }

    private void publish() {
        for (String visit : unpublished) {
            forward(
                    SessionId.key(Long.parseLong(visit)),
                    Optional.ofNullable(visits.get(visit)).map(VisitEntries::items));
        }
        unpublished.clear();
        if (reachedUs > toldUs) {
            toldUs = reachedUs;
            forward(
                    SessionPartitioner.progressKey(context.taskId().partition()),
                    Optional.of(SessionItems.newBuilder()
                            .setProgress(SessionItems.Progress.newBuilder().setCommitTimeUs(reachedUs))
                            .build()));
        }
    }

    private void forward(String key, Optional<SessionItems> value) {
        context.forward(new Record<>(key, value, context.currentSystemTimeMs()));
    }
}
