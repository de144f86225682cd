package dev.millrace.streams.profile;

import dev.millrace.contract.proto.Hop;
import dev.millrace.streams.config.TopologySettings;
import org.apache.kafka.streams.kstream.KStream;
import org.apache.kafka.streams.kstream.Named;

/// Sub-topology: interactions by actor, and what joins or leaves by logins → the profile of each user.
public final class Profile {

    private Profile() {}

    /// Adds it.
    ///
    /// @param byActor interactions, changes by logins and progress, partitioned by actor
    public static void addTo(KStream<String, Hop> byActor, TopologySettings settings) {
        byActor.process(KeepProfiles.supplier(settings), Named.as("keep-profiles"));
    }
}
