package dev.millrace.stack.tail;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.cfg.JsonNodeFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.FileDescriptor;
import com.google.protobuf.DynamicMessage;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.util.JsonFormat;
import dev.millrace.contract.proto.Events;
import dev.millrace.contract.proto.State;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Header;
import org.jspecify.annotations.Nullable;

/// A record as one JSON object: `topic`, `partition`, `offset`, `timestamp_ms`, `key`, `headers`, `value`.
///
/// The value is read as the Protobuf message that the header `message` names, else as JSON, else as UTF-8 text, else it
/// is `{"base64": …}`. Numbers of 64 bits are text in Protobuf's JSON.
public final class RecordJson {
    private static final String MESSAGE = "message";
    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;
    private static final JsonMapper JSON = JsonMapper.builder()
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES)
            .build();
    private static final JsonFormat.Printer PRINTER =
            JsonFormat.printer().preservingProtoFieldNames().omittingInsignificantWhitespace();
    private static final Map<String, Descriptor> MESSAGES = Stream.of(Events.getDescriptor(), State.getDescriptor())
            .map(FileDescriptor::getMessageTypes)
            .flatMap(types -> types.stream())
            .collect(Collectors.toUnmodifiableMap(Descriptor::getFullName, Function.identity()));

    private RecordJson() {}

    /// One line, without its end.
    public static String line(ConsumerRecord<byte[], byte[]> sent) {
        ObjectNode line = NODES.objectNode()
                .put("topic", sent.topic())
                .put("partition", sent.partition())
                .put("offset", sent.offset())
                .put("timestamp_ms", sent.timestamp());
        line.set("key", plain(sent.key()));
        ObjectNode headers = line.putObject("headers");
        for (Header header : sent.headers()) {
            headers.set(header.key(), plain(header.value()));
        }
        line.set("value", value(sent));
        return line.toString();
    }

    private static JsonNode value(ConsumerRecord<byte[], byte[]> sent) {
        @Nullable Header named = sent.headers().lastHeader(MESSAGE);
        byte[] value = sent.value();
        if (named == null || value == null) {
            return plain(value);
        }
        return Optional.ofNullable(MESSAGES.get(text(named.value()).orElse("")))
                .flatMap(type -> message(type, value))
                .orElseGet(() -> base64(value));
    }

    private static Optional<JsonNode> message(Descriptor type, byte[] value) {
        try {
            return Optional.of(JSON.readTree(PRINTER.print(DynamicMessage.parseFrom(type, value))));
        } catch (InvalidProtocolBufferException | JsonProcessingException e) {
            return Optional.empty();
        }
    }

    /// JSON objects and arrays as they are; anything else that is text, as text.
    private static JsonNode plain(byte @Nullable [] bytes) {
        if (bytes == null) {
            return NODES.nullNode();
        }
        return text(bytes)
                .map(text -> json(text).orElseGet(() -> NODES.textNode(text)))
                .orElseGet(() -> base64(bytes));
    }

    private static Optional<JsonNode> json(String text) {
        if (!text.startsWith("{") && !text.startsWith("[")) {
            return Optional.empty();
        }
        try {
            return Optional.ofNullable(JSON.readTree(text));
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    private static Optional<String> text(byte[] bytes) {
        try {
            return Optional.of(StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString());
        } catch (CharacterCodingException e) {
            return Optional.empty();
        }
    }

    private static JsonNode base64(byte[] bytes) {
        return NODES.objectNode().put("base64", Base64.getEncoder().encodeToString(bytes));
    }
}
