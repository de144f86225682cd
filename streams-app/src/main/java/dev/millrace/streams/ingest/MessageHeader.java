package dev.millrace.streams.ingest;

import java.nio.charset.StandardCharsets;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.internals.RecordHeader;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.streams.processor.api.FixedKeyProcessor;
import org.apache.kafka.streams.processor.api.FixedKeyProcessorContext;
import org.apache.kafka.streams.processor.api.FixedKeyRecord;

/// Names the Protobuf message of a public record in its header `message`, e.g. `millrace.v1.Interaction`.
///
/// @param <V> the message
public final class MessageHeader<V> implements FixedKeyProcessor<String, V, V> {
    /// The header's name.
    public static final String NAME = "message";

    private final Header[] message;
    private FixedKeyProcessorContext<String, V> context;

    /// @param message full name of the message
    public MessageHeader(String message) {
        this.message = new Header[] {new RecordHeader(NAME, message.getBytes(StandardCharsets.UTF_8))};
    }

    @Override
    public void init(FixedKeyProcessorContext<String, V> processorContext) {
        this.context = processorContext;
    }

    @Override
    public void process(FixedKeyRecord<String, V> record) {
        context.forward(record.withHeaders(new RecordHeaders(message)));
    }
}
