package dev.millrace.cdc.capture;

import io.debezium.config.CommonConnectorConfig;
import io.debezium.pipeline.ChangeEventSourceCoordinator;
import io.debezium.pipeline.EventDispatcher;
import io.debezium.pipeline.signal.actions.SignalAction;
import io.debezium.pipeline.signal.actions.SignalActionProvider;
import io.debezium.pipeline.source.spi.DataChangeEventListener;
import io.debezium.pipeline.spi.Partition;
import io.debezium.spi.schema.DataCollectionId;
import java.util.Map;

/// Keeps Debezium's own statistics of events out of the stream: it writes each event's key and position into a text for
/// its bean (`LastEvent`), which is a quarter of the binlog reader's CPU, while ours are counted at commit
/// (`cdc_events_total`). The site setting `debezium.millrace.jmx.event.statistics: true` leaves them on.
///
/// Debezium hands its dispatcher to every provider of signal actions, found as a service, after it has set its listener
/// and before the first event of the stream. This one has no action.
public final class EventStatistics implements SignalActionProvider {
    private static final String KEEP = "millrace.jmx.event.statistics";

    @Override
    public <P extends Partition> Map<String, SignalAction<P>> createActions(
            EventDispatcher<P, ? extends DataCollectionId> dispatcher,
            ChangeEventSourceCoordinator<P, ?> coordinator,
            CommonConnectorConfig config) {
        if (!config.getConfig().getBoolean(KEEP, false)) {
            dispatcher.setEventListener(DataChangeEventListener.NO_OP());
        }
        return Map.of();
    }
}
