package dev.millrace.streams.profile;

import dev.millrace.contract.id.Actor;
import dev.millrace.contract.proto.ActorProfile;
import dev.millrace.contract.proto.Effect;
import dev.millrace.contract.proto.Hop;
import dev.millrace.contract.proto.Interaction;
import dev.millrace.contract.proto.PartitionProgress;
import dev.millrace.contract.proto.ProfileChange;
import dev.millrace.contract.proto.Progress;
import dev.millrace.contract.store.QueryableStore;
import dev.millrace.streams.config.TopologySettings;
import dev.millrace.streams.progress.UpstreamProgress;
import dev.millrace.streams.runtime.HotValues;
import dev.millrace.streams.runtime.OpenStores;
import dev.millrace.streams.runtime.PendingWrites;
import dev.millrace.streams.runtime.StateStores;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.ProcessorSupplier;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.StoreBuilder;
import org.jspecify.annotations.Nullable;

/// Keeps the profiles of users. Those of visitors are kept where their logins are read.
final class KeepProfiles implements Processor<String, Hop, Void, Void> {
    private final TopologySettings settings;
    private HotValues<ActorProfile> profiles;
    private KeyValueStore<String, Progress> progress;
    private UpstreamProgress upstream;
    private ProfileTallies tallies;
    private ProcessorContext<Void, Void> context;

    private KeepProfiles(TopologySettings settings) {
        this.settings = settings;
    }

    static ProcessorSupplier<String, Hop, Void, Void> supplier(TopologySettings settings) {
        return new ProcessorSupplier<>() {
            @Override
            public Processor<String, Hop, Void, Void> get() {
                return new KeepProfiles(settings);
            }

            @Override
            public Set<StoreBuilder<?>> stores() {
                return Set.of(
                        StateStores.queryable(QueryableStore.USER_PROFILES),
                        StateStores.queryable(QueryableStore.PROFILE_PROGRESS));
            }
        };
    }

    @Override
    public void init(ProcessorContext<Void, Void> processorContext) {
        context = processorContext;
        OpenStores.own(context);
        profiles = new HotValues<>(
                context, QueryableStore.USER_PROFILES.name(), settings.bounds().hotValues());
        progress = context.getStateStore(QueryableStore.PROFILE_PROGRESS.name());
        upstream = new UpstreamProgress(settings.partitions());
        tallies = new ProfileTallies(context);
    }

    @Override
    public void close() {
        OpenStores.disown(context);
    }

    @Override
    public void process(Record<String, Hop> record) {
        Hop hop = record.value();
        switch (hop.getKindCase()) {
            case INTERACTION -> take(hop.getInteraction());
            case PROFILE -> take(hop.getProfile());
            case PROGRESS -> note(hop.getProgress());
            case LOGIN -> {
                // Linked before it gets here.
            }
            case PAIRS, BATCH, KIND_NOT_SET -> throw new IllegalStateException("unexpected " + hop.getKindCase());
        }
    }

    private void take(Interaction interaction) {
        if (Actor.isUser(interaction.getActor())) {
            var entry = ProfileEntries.of(interaction).toBuilder().clearVisit().build();
            boolean leaves = interaction.getEffect() == Effect.RETRACT;
            change(
                    interaction.getActor(),
                    profile -> leaves
                            ? ProfileEntries.remove(profile, entry)
                            : ProfileEntries.add(profile, entry, settings.bounds()));
        }
    }

    private void take(ProfileChange joined) {
        change(
                new Actor.User(joined.getUser()).key(),
                profile -> joined.getLeaves()
                        ? ProfileEntries.remove(profile, joined.getEntry())
                        : ProfileEntries.add(profile, joined.getEntry(), settings.bounds()));
    }

    private void change(String user, UnaryOperator<ActorProfile> change) {
        @Nullable ActorProfile known = profiles.get(user);
        ActorProfile before = known == null ? ActorProfile.getDefaultInstance() : known;
        ActorProfile now = change.apply(before);
        tallies.note(before, now);
        if (now.equals(ActorProfile.getDefaultInstance())) {
            profiles.delete(user);
        } else {
            profiles.put(user, now);
        }
    }

    private void note(PartitionProgress reached) {
        upstream.advance(reached).ifPresent(time -> {
            PendingWrites.write(context.taskId()); // those of visitors too: one copy answers for both
            progress.put(
                    reached.getDatabase(),
                    Progress.newBuilder().setCommitTimeUs(time).build());
        });
    }
}
