package dev.millrace.streams.logins;

import dev.millrace.contract.capture.MatomoUserId;
import dev.millrace.contract.capture.SourceTable;
import dev.millrace.contract.proto.LoginOwner;
import dev.millrace.streams.ingest.BadRowException;
import dev.millrace.streams.ingest.DeadLetters;
import dev.millrace.streams.ingest.Fields;
import dev.millrace.streams.ingest.Inbound;
import dev.millrace.streams.ingest.Outcome;
import dev.millrace.streams.ingest.RowChange;
import java.util.Arrays;
import java.util.Optional;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;

/// Rows of the shop's users, keyed by login, with the partition's progress between them.
///
/// A login that its user gave up stays the user's until somebody else takes it: visits of the time before may
/// be read later. When the user is deleted it is nobody's.
final class ReduceUsers implements Processor<String, Inbound, String, Outcome<Optional<LoginOwner>>> {
    private ProcessorContext<String, Outcome<Optional<LoginOwner>>> context;

    @Override
    public void init(ProcessorContext<String, Outcome<Optional<LoginOwner>>> processorContext) {
        context = processorContext;
    }

    @Override
    public void process(Record<String, Inbound> record) {
        switch (record.value()) {
            case Inbound.Row(RowChange change)
            when change.table() == SourceTable.USER -> reduce(change, record.timestamp());
            case Inbound.Row _, Inbound.Bad _ -> {
                // Another table.
            }
            case Inbound.Beat(var beat) ->
                forward(
                        LoginTable.progressKey(context.taskId().partition()),
                        Optional.of(LoginOwner.newBuilder()
                                .setCommitTimeUs(beat.getCommitTimeUs())
                                .build()),
                        record.timestamp());
        }
    }

    private void reduce(RowChange change, long timestamp) {
        try {
            long user = change.image().id("id");
            Optional<String> login = login(change.image());
            Optional<LoginOwner> owner = change.after()
                    .map(_ -> LoginOwner.newBuilder().setUser(user).build());
            login.ifPresent(key -> forward(key, owner, timestamp));
        } catch (BadRowException e) {
            var letter = DeadLetters.of(e, change.position(), change.origin(), context.currentSystemTimeMs());
            context.forward(new Record<>("", new Outcome.Bad<>(letter), timestamp));
        }
    }

    private void forward(String key, Optional<LoginOwner> owner, long timestamp) {
        context.forward(new Record<>(key, new Outcome.Good<>(owner), timestamp));
    }

    /// The one column beside the id that is captured.
    private static Optional<String> login(Fields row) {
        return Arrays.stream(MatomoUserId.values())
                .flatMap(userId -> userId.column().stream())
                .map(row::text)
                .filter(LoginTable::isLogin)
                .findFirst();
    }
}
