package dev.millrace.streams;

import dev.millrace.contract.capture.SourceDatabase;
import dev.millrace.contract.proto.Hop;
import dev.millrace.streams.behaviour.Behaviour;
import dev.millrace.streams.catalogue.Catalogue;
import dev.millrace.streams.config.TopologySettings;
import dev.millrace.streams.identity.Identity;
import dev.millrace.streams.ingest.Inbound;
import dev.millrace.streams.ingest.Ingest;
import dev.millrace.streams.interaction.InteractionLog;
import dev.millrace.streams.logins.Logins;
import dev.millrace.streams.neighbours.ItemNeighbours;
import dev.millrace.streams.orders.Orders;
import dev.millrace.streams.profile.Profile;
import dev.millrace.streams.progress.Hops;
import dev.millrace.streams.session.Sessions;
import dev.millrace.streams.statistics.Statistics;
import dev.millrace.streams.trending.WindowClock;
import java.util.EnumSet;
import java.util.Properties;
import java.util.Set;
import org.apache.kafka.streams.StreamsBuilder;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.TopologyConfig;
import org.apache.kafka.streams.kstream.KStream;
import org.apache.kafka.streams.kstream.Named;

/// The sub-topologies in data order. Order → trending and view → session have no hop, view → trending one,
/// either → profile one, either → neighbours two, history before a login → the user's profile two.
public final class RecommenderTopology {

    private RecommenderTopology() {}

    /// What can be left out, to weigh it (`./dev bench streams`). Catalogue and interactions are always there.
    public enum Part {
        /// Item statistics and trending.
        STATISTICS,
        /// Identity and profiles.
        PROFILES,
        /// Item-to-item lists.
        NEIGHBOURS,
        /// What visits took.
        SESSIONS
    }

    /// The whole topology.
    ///
    /// @param config the Streams configuration; explicit names are enforced on top of it
    public static Topology build(TopologySettings settings, WindowClock clock, Properties config) {
        return build(settings, clock, config, EnumSet.allOf(Part.class));
    }

    /// The topology with these parts only.
    public static Topology build(TopologySettings settings, WindowClock clock, Properties config, Set<Part> parts) {
        StreamsBuilder builder = new StreamsBuilder(new TopologyConfig(new StreamsConfig(config)));

        KStream<String, Inbound> business = Ingest.addTo(builder, SourceDatabase.BUSINESS, settings);
        KStream<String, Inbound> matomo = Ingest.addTo(builder, SourceDatabase.MATOMO, settings);

        if (settings.namesUsersByLogin()) {
            Logins.addTo(builder, business);
        }
        Catalogue.addTo(business, settings);
        KStream<String, Hop> orders = Orders.addTo(business, settings);
        KStream<String, Hop> behaviour = Behaviour.addTo(builder, matomo, settings);
        InteractionLog.addTo(orders, "orders");
        InteractionLog.addTo(behaviour, "behaviour");

        if (parts.contains(Part.SESSIONS)) {
            Sessions.addTo(behaviour, settings);
        }
        if (parts.contains(Part.STATISTICS)) {
            Statistics.addTo(byItem(orders, behaviour, settings), settings, clock);
        }
        if (parts.contains(Part.PROFILES) || parts.contains(Part.NEIGHBOURS)) {
            KStream<String, Hop> byActor = byActor(orders, behaviour, settings);
            if (parts.contains(Part.PROFILES)) {
                KStream<String, Hop> joined =
                        Hops.through(Identity.addTo(byActor, settings), "joined-to-user", settings);
                Profile.addTo(byActor.merge(joined, Named.as("profile-changes")), settings);
            }
            if (parts.contains(Part.NEIGHBOURS)) {
                KStream<String, Hop> pairs = ItemNeighbours.pairs(byActor, settings);
                ItemNeighbours.addTo(Hops.through(pairs, "pairs-to-item", settings), settings);
            }
        }
        return builder.build(config);
    }

    private static KStream<String, Hop> byItem(
            KStream<String, Hop> orders, KStream<String, Hop> behaviour, TopologySettings settings) {
        KStream<String, Hop> ofItems = behaviour.filter(
                (key, hop) ->
                        hop.hasProgress() || !hop.getInteraction().getItemId().isEmpty(),
                Named.as("behaviour-of-items"));
        return orders.merge(Hops.through(ofItems, "behaviour-to-item", settings), Named.as("interactions-by-item"));
    }

    private static KStream<String, Hop> byActor(
            KStream<String, Hop> orders, KStream<String, Hop> behaviour, TopologySettings settings) {
        return Hops.through(Identity.keyedByActor(orders, "orders"), "orders-to-actor", settings)
                .merge(
                        Hops.through(Identity.keyedByActor(behaviour, "behaviour"), "behaviour-to-actor", settings),
                        Named.as("interactions-by-actor"));
    }
}
