package dev.millrace.query.vector;

import java.io.IOException;
import java.io.InputStream;
import java.util.List;

/// Where snapshots can be had; what comes from it is checked by who reads it ([Snapshot#read]).
public interface SnapshotSource {

    /// For the log.
    String name();

    /// Models that there is a snapshot of.
    List<String> models() throws IOException;

    /// The snapshot of a model.
    InputStream open(String model) throws IOException;
}
