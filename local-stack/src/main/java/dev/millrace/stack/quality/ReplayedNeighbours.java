package dev.millrace.stack.quality;

import dev.millrace.contract.proto.InteractionKind;
import java.io.IOException;
import java.nio.file.Path;

/// The processors of neighbours, told one view after the other, for whoever looks at the state that they leave.
public final class ReplayedNeighbours implements AutoCloseable {
    private final StreamedNeighbours learned;

    private ReplayedNeighbours(StreamedNeighbours learned) {
        this.learned = learned;
    }

    /// With the settings of streams-app.
    ///
    /// @param folder for the state
    public static ReplayedNeighbours in(Path folder) throws IOException {
        return new ReplayedNeighbours(Channels.neighbours(folder));
    }

    /// @param actor from 1
    /// @param item from 1
    public void view(long actor, long item, long timeMs) {
        learned.learn(new Event(actor, item, timeMs, InteractionKind.VIEW));
    }

    /// What was learned is in the stores from then on.
    @Override
    public void close() {
        learned.close();
    }
}
