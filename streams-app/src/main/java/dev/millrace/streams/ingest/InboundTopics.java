package dev.millrace.streams.ingest;

import dev.millrace.contract.capture.CapturedSource;
import dev.millrace.contract.capture.SourceDatabase;
import dev.millrace.contract.capture.SourceTable;
import dev.millrace.contract.topic.Topics;
import dev.millrace.streams.config.TopologySettings;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/// The topics of one role that the topology reads, and what each is.
///
/// @param tables raw topic → table
/// @param sourcesOfTables raw topic → name of its source
/// @param beats heartbeat topic → name of its source
record InboundTopics(Map<String, SourceTable> tables, Map<String, String> sourcesOfTables, Map<String, String> beats) {

    InboundTopics {
        tables = Map.copyOf(tables);
        sourcesOfTables = Map.copyOf(sourcesOfTables);
        beats = Map.copyOf(beats);
    }

    /// A role without a source is listened to under its own name: nothing will come.
    static InboundTopics of(SourceDatabase role, TopologySettings settings) {
        Map<String, SourceTable> tables = new HashMap<>();
        Map<String, String> sources = new HashMap<>();
        Map<String, String> beats = new HashMap<>();
        for (CapturedSource source : settings.sources(role)) {
            source.tables().stream().filter(table -> !table.isHeartbeat()).forEach(table -> {
                tables.put(Topics.raw(source, table).name(), table);
                sources.put(Topics.raw(source, table).name(), source.name());
            });
            beats.put(Topics.heartbeat(source.name()).name(), source.name());
        }
        if (beats.isEmpty()) {
            beats.put(Topics.heartbeat(role).name(), role.prefix());
        }
        return new InboundTopics(tables, sources, beats);
    }

    List<String> names() {
        return Stream.concat(tables.keySet().stream(), beats.keySet().stream())
                .sorted()
                .toList();
    }
}
