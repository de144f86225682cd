package dev.millrace.streams.logins;

import dev.millrace.contract.proto.LoginOwner;
import dev.millrace.contract.serde.ProtoSerde;
import dev.millrace.contract.topic.Topics;
import dev.millrace.streams.ingest.Inbound;
import dev.millrace.streams.ingest.MessageHeader;
import dev.millrace.streams.ingest.Outcome;
import java.util.Optional;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.StreamsBuilder;
import org.apache.kafka.streams.kstream.Consumed;
import org.apache.kafka.streams.kstream.KStream;
import org.apache.kafka.streams.kstream.Materialized;
import org.apache.kafka.streams.kstream.Named;
import org.apache.kafka.streams.kstream.Produced;
import org.apache.kafka.streams.state.KeyValueStore;

/// Sub-topology: rows of the shop's users → `user.login.v1`, which every instance holds as a table, since a
/// visit may name any user. Only where Matomo knows users by login.
public final class Logins {
    /// The replicated table of logins.
    public static final String TABLE = "user-by-login";

    private Logins() {}

    /// Publishes the logins of the shop's users and has them replicated.
    public static void addTo(StreamsBuilder builder, KStream<String, Inbound> business) {
        Outcome.good(business.process(ReduceUsers::new, Named.as("reduce-users")), "users")
                .mapValues(Logins::orTombstone, Named.as("login-or-tombstone"))
                .processValues(
                        () -> new MessageHeader<>(LoginOwner.getDescriptor().getFullName()), Named.as("name-logins"))
                .to(
                        Topics.LOGINS.name(),
                        Produced.with(Serdes.String(), ProtoSerde.plain(LoginOwner.parser()))
                                .withName("publish-logins"));
        builder.globalTable(
                Topics.LOGINS.name(),
                Consumed.with(Serdes.String(), ProtoSerde.plain(LoginOwner.parser()))
                        .withName("logins"),
                Materialized.<String, LoginOwner, KeyValueStore<Bytes, byte[]>>as(TABLE)
                        .withKeySerde(Serdes.String())
                        .withValueSerde(ProtoSerde.plain(LoginOwner.parser())));
    }

    @SuppressWarnings("NullAway") // a null value is Kafka's tombstone
    private static LoginOwner orTombstone(Optional<LoginOwner> owner) {
        return owner.orElse(null);
    }
}
