package dev.millrace.streams.runtime;

import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.internals.InternalProcessorContext;
import org.apache.kafka.streams.processor.internals.ProcessorNode;
import org.jspecify.annotations.Nullable;

/// Lets a processor forward while a commit is prepared ([PendingWrites]), when Kafka Streams has no current
/// node. Its own caching stores forward at that moment in the same way. One thread.
public final class CommitScope {
    private final @Nullable InternalProcessorContext<?, ?> context;
    private final @Nullable ProcessorNode<?, ?, ?, ?> node;

    /// Of the processor that is being initialised.
    public CommitScope(ProcessorContext<?, ?> context) {
        this.context = context instanceof InternalProcessorContext<?, ?> internal ? internal : null;
        this.node = this.context == null ? null : this.context.currentNode();
    }

    /// Runs what forwards as that processor.
    public void run(Runnable forwards) {
        if (context == null) {
            forwards.run();
            return;
        }
        ProcessorNode<?, ?, ?, ?> before = context.currentNode();
        context.setCurrentNode(node);
        try {
            forwards.run();
        } finally {
            context.setCurrentNode(before);
        }
    }
}
