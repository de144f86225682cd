package dev.millrace.streams.behaviour;

import dev.millrace.contract.capture.SourceTable;
import dev.millrace.contract.proto.ActionMeaning;
import dev.millrace.streams.ingest.BadRowException;
import dev.millrace.streams.ingest.DeadLetters;
import dev.millrace.streams.ingest.Inbound;
import dev.millrace.streams.ingest.Outcome;
import dev.millrace.streams.ingest.RowChange;
import java.time.Duration;
import java.util.Optional;
import org.apache.kafka.streams.processor.PunctuationType;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.state.TimestampedKeyValueStore;

/// Reduces `log_action` to the rows that mean something, keyed by idaction. Beside them goes this partition's
/// progress: the highest idaction seen and the time up to which the table is complete. With it a reader can tell a
/// row that means nothing from a row that has not come yet.
final class ReduceActions implements Processor<String, Inbound, String, Outcome<Optional<ActionMeaning>>> {
    /// What keys of progress records begin with.
    static final String PROGRESS_PREFIX = "progress|";

    private static final Duration TELL = Duration.ofMillis(50);

    private ProcessorContext<String, Outcome<Optional<ActionMeaning>>> context;
    private long highestId;
    private long completeUntilUs;
    private long actions;
    private boolean changed;

    @Override
    public void init(ProcessorContext<String, Outcome<Optional<ActionMeaning>>> processorContext) {
        this.context = processorContext;
        resume();
        context.schedule(TELL, PunctuationType.WALL_CLOCK_TIME, this::tellProgress);
    }

    @Override
    public void process(Record<String, Inbound> record) {
        switch (record.value()) {
            case Inbound.Row(RowChange change)
            when change.table() == SourceTable.LOG_ACTION -> reduce(change, record.timestamp());
            case Inbound.Row _, Inbound.Bad _ -> {
                // Another table.
            }
            case Inbound.Beat(var beat) -> {
                completeUntilUs = Math.max(completeUntilUs, beat.getCommitTimeUs());
                changed = true;
                tellProgress(record.timestamp());
            }
        }
    }

    /// Goes on from the progress that an earlier life told: the table never says less than it did.
    private void resume() {
        TimestampedKeyValueStore<String, ActionMeaning> table = context.getStateStore(Behaviour.ACTION_TABLE);
        var told = table.get(progressKey(context.taskId().partition()));
        ActionMeaning.Progress progress = told == null
                ? ActionMeaning.Progress.getDefaultInstance()
                : told.value().getProgress();
        highestId = progress.getHighestId();
        completeUntilUs = progress.getCommitTimeUs();
        actions = progress.getActions();
        changed = false;
    }

    /// Key of a partition's progress in the table of actions.
    static String progressKey(int partition) {
        return PROGRESS_PREFIX + partition;
    }

    private void reduce(RowChange change, long timestamp) {
        try {
            long id = change.image().id("idaction");
            Optional<ActionMeaning> meaning = change.after()
                    .flatMap(row -> ActionNames.meaning((int) row.numberOrZero("type"), row.text("name")));
            if (meaning.isPresent() || change.before().isPresent()) {
                context.forward(new Record<>(String.valueOf(id), new Outcome.Good<>(meaning), timestamp));
            }
            highestId = Math.max(highestId, id);
            actions++;
            changed = true;
        } catch (BadRowException e) {
            var letter = DeadLetters.of(e, change.position(), change.origin(), context.currentSystemTimeMs());
            context.forward(new Record<>("", new Outcome.Bad<>(letter), timestamp));
        }
    }

    private void tellProgress(long timestamp) {
        if (!changed) {
            return;
        }
        changed = false;
        ActionMeaning progress = ActionMeaning.newBuilder()
                .setProgress(ActionMeaning.Progress.newBuilder()
                        .setCommitTimeUs(completeUntilUs)
                        .setHighestId(highestId)
                        .setActions(actions))
                .build();
        context.forward(new Record<>(
                progressKey(context.taskId().partition()), new Outcome.Good<>(Optional.of(progress)), timestamp));
    }
}
