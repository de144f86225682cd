package dev.millrace.streams.identity;

import dev.millrace.contract.capture.SourceDatabase;
import dev.millrace.contract.id.Actor;
import dev.millrace.contract.proto.ActorProfile;
import dev.millrace.contract.proto.Hop;
import dev.millrace.contract.proto.Interaction;
import dev.millrace.contract.proto.Login;
import dev.millrace.contract.proto.ProfileChange;
import dev.millrace.contract.store.QueryableStore;
import dev.millrace.streams.config.TopologySettings;
import dev.millrace.streams.profile.ProfileEntries;
import dev.millrace.streams.profile.ProfileTallies;
import dev.millrace.streams.progress.UpstreamProgress;
import dev.millrace.streams.runtime.Expiry;
import dev.millrace.streams.runtime.HotValues;
import dev.millrace.streams.runtime.StateStores;
import dev.millrace.streams.runtime.Tally;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.streams.processor.PunctuationType;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.ProcessorSupplier;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.state.StoreBuilder;
import org.jspecify.annotations.Nullable;

/// Keeps the profile of each visitor, and passes on what of it becomes a user's. Output keys are users.
final class LinkVisitors implements Processor<String, Hop, String, Hop> {
    private static final Duration EXPIRE = Duration.ofMinutes(1);

    private final TopologySettings settings;
    private ProcessorContext<String, Hop> context;
    private HotValues<ActorProfile> profiles;
    private Tally shared;
    private ProfileTallies tallies;
    private Expiry<ActorProfile> expiry;
    private UpstreamProgress upstream;

    private LinkVisitors(TopologySettings settings) {
        this.settings = settings;
    }

    static ProcessorSupplier<String, Hop, String, Hop> supplier(TopologySettings settings) {
        return new ProcessorSupplier<>() {
            @Override
            public Processor<String, Hop, String, Hop> get() {
                return new LinkVisitors(settings);
            }

            @Override
            public Set<StoreBuilder<?>> stores() {
                return Set.of(StateStores.queryable(QueryableStore.VISITOR_PROFILES));
            }
        };
    }

    @Override
    public void init(ProcessorContext<String, Hop> processorContext) {
        context = processorContext;
        profiles = new HotValues<>(
                processorContext,
                QueryableStore.VISITOR_PROFILES.name(),
                settings.bounds().hotValues());
        tallies = new ProfileTallies(processorContext);
        expiry = new Expiry<>(
                profiles,
                LinkVisitors::newestMs,
                settings.bounds().lateness(),
                Tally.of(processorContext, "visitor-forgotten"));
        upstream = new UpstreamProgress(settings.partitions());
        processorContext.schedule(EXPIRE, PunctuationType.WALL_CLOCK_TIME, this::forget);
        shared = Tally.of(processorContext, "shared-visitor");
    }

    @Override
    public void process(Record<String, Hop> record) {
        Hop hop = record.value();
        switch (hop.getKindCase()) {
            case INTERACTION -> {
                Interaction interaction = hop.getInteraction();
                if (!Actor.isUser(interaction.getActor())) {
                    ActorProfile before = profile(interaction.getActor());
                    keep(
                            before,
                            interaction.getActor(),
                            VisitorHistory.apply(before, interaction, settings.bounds()),
                            record.timestamp());
                }
            }
            case LOGIN -> login(hop.getLogin(), record.timestamp());
            case PROGRESS -> {
                var _ = upstream.advance(hop.getProgress());
            }
            case PAIRS, BATCH, PROFILE, KIND_NOT_SET ->
                throw new IllegalStateException("unexpected " + hop.getKindCase());
        }
    }

    private void login(Login login, long timestamp) {
        ActorProfile before = profile(login.getVisitor());
        VisitorHistory.Result result = VisitorHistory.apply(before, login, settings.bounds());
        if (result.profile().getShared()) {
            shared.hit();
        }
        keep(before, login.getVisitor(), result, timestamp);
    }

    /// What is of visitors comes from Matomo alone.
    private void forget(long nowMs) {
        long readUntilUs = upstream.lowestUs(List.of(SourceDatabase.MATOMO.prefix()));
        expiry.look(Math.min(nowMs, TimeUnit.MICROSECONDS.toMillis(readUntilUs)));
    }

    private static long newestMs(ActorProfile profile) {
        long login = profile.getLoginsCount() == 0
                ? profile.getSettledUntilMs()
                : profile.getLoginsList().getLast().getTimeMs();
        return Math.max(login, ProfileEntries.newestMs(profile));
    }

    private ActorProfile profile(String visitor) {
        @Nullable ActorProfile known = profiles.get(visitor);
        return known == null ? ActorProfile.getDefaultInstance() : known;
    }

    private void keep(ActorProfile before, String visitor, VisitorHistory.Result result, long timestamp) {
        tallies.note(before, result.profile());
        if (result.profile().equals(ActorProfile.getDefaultInstance())) {
            profiles.delete(visitor);
        } else {
            profiles.put(visitor, result.profile());
        }
        for (ProfileChange change : result.changes()) {
            context.forward(new Record<>(
                    new Actor.User(change.getUser()).key(),
                    Hop.newBuilder().setProfile(change).build(),
                    timestamp));
        }
    }
}
