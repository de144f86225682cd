package dev.millrace.stack.command;

import dev.millrace.stack.supervise.StackException;
import dev.millrace.stack.tail.TopicTail;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `tail`: any topic as JSON.
@Command(
        name = "tail",
        description = {
            "Prints a topic as JSON, a record a line, and waits for more until Ctrl-C.",
            "Protobuf values are printed by the message that their header names; docs/topics.md says what is where."
        },
        mixinStandardHelpOptions = true)
public final class TailCommand implements Callable<Integer> {
    @Parameters(paramLabel = "<topic>", description = "such as user.interaction.v1")
    private String topic = "";

    @Option(
            names = "--last",
            paramLabel = "N",
            description = "begin with the last N offsets of each partition (default: ${DEFAULT-VALUE})",
            defaultValue = "10")
    private long last;

    @Option(names = "--all", description = "begin with the oldest record")
    private boolean all;

    @Option(names = "--no-follow", description = "end at what is there now")
    private boolean ends;

    @Option(names = "--max", paramLabel = "N", description = "end after N records")
    private long most = Long.MAX_VALUE;

    @Option(names = "--brokers", paramLabel = "HOST:PORT", description = "another Kafka than the local stack's")
    private String brokers = "";

    @Mixin
    private DataOption data = new DataOption();

    @Override
    public Integer call() {
        if (last < 0 || most < 1) {
            throw new StackException("--last must not be negative, --max must be positive");
        }
        try (TopicTail tail = new TopicTail(brokers.isEmpty() ? ofStack() : brokers)) {
            tail.print(topic, new TopicTail.Range(all ? Long.MAX_VALUE : last, most, !ends), System.out);
        }
        return 0;
    }

    private String ofStack() {
        String kafka = StatusCommand.of(data.data()).kafka();
        if (kafka == null) {
            throw new StackException("nothing runs on " + data.data().root()
                    + ": start it with ./dev up, or name a Kafka with --brokers");
        }
        return kafka;
    }
}
