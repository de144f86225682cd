package dev.millrace.contract.serde;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.DescriptorProtos.FileDescriptorProto;
import com.google.protobuf.DescriptorProtos.FileDescriptorSet;
import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.DescriptorValidationException;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Descriptors.FileDescriptor;
import com.google.protobuf.DynamicMessage;
import com.google.protobuf.Message;
import dev.millrace.contract.proto.Events;
import dev.millrace.contract.proto.Query;
import dev.millrace.contract.proto.State;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/// Old bytes by new code and the reverse, for every message that was ever published or stored: the schemas of
/// former versions lie in `src/test/resources/evolution`, as `protoc --descriptor_set_out` writes them. What is
/// committed there stays; a release adds a file.
class SchemaEvolutionTest {
    private static final List<String> VERSIONS = List.of("2026-11-25");

    static Stream<Arguments> messages() throws IOException, DescriptorValidationException {
        List<Arguments> pairs = new ArrayList<>();
        for (String version : VERSIONS) {
            for (Descriptor old : descriptors(version)) {
                pairs.add(Arguments.of(version, old, now(old.getFullName())));
            }
        }
        return pairs.stream();
    }

    @ParameterizedTest
    @MethodSource("messages")
    void oldBytesAreReadByNewCodeAndNewBytesByOld(String version, Descriptor old, Descriptor now) throws Exception {
        Random random = new Random(version.hashCode() * 31L + old.getFullName().hashCode());

        DynamicMessage written = filled(old, random, 3);
        DynamicMessage read = DynamicMessage.parseFrom(now, written.toByteArray());
        assertThat(read.getUnknownFields().asMap())
                .as("the new code knows every old field")
                .isEmpty();
        assertThat(DynamicMessage.parseFrom(old, read.toByteArray())).isEqualTo(written);

        DynamicMessage newer = filled(now, random, 3);
        DynamicMessage known = DynamicMessage.parseFrom(old, newer.toByteArray());
        for (FieldDescriptor field : old.getFields()) {
            if (field.getJavaType() != FieldDescriptor.JavaType.MESSAGE
                    && field.getJavaType() != FieldDescriptor.JavaType.ENUM) {
                assertThat(known.getField(field))
                        .as(field.getFullName())
                        .isEqualTo(newer.getField(now.findFieldByNumber(field.getNumber())));
            }
        }
    }

    private static Descriptor now(String name) {
        return Stream.of(Events.getDescriptor(), State.getDescriptor(), Query.getDescriptor())
                .flatMap(file -> file.getMessageTypes().stream())
                .flatMap(message -> Stream.concat(Stream.of(message), message.getNestedTypes().stream()))
                .filter(message -> message.getFullName().equals(name))
                .findFirst()
                .orElseThrow(() -> new AssertionError("message " + name + " is gone: its old bytes are unreadable"));
    }

    private static List<Descriptor> descriptors(String version) throws IOException, DescriptorValidationException {
        FileDescriptorSet set;
        try (InputStream in = SchemaEvolutionTest.class.getResourceAsStream("/evolution/" + version + ".desc")) {
            set = FileDescriptorSet.parseFrom(Objects.requireNonNull(in));
        }
        Map<String, FileDescriptor> built = new HashMap<>();
        List<Descriptor> messages = new ArrayList<>();
        for (FileDescriptorProto file : set.getFileList()) {
            FileDescriptor[] needs = file.getDependencyList().stream()
                    .map(name -> Objects.requireNonNull(built.get(name)))
                    .toArray(FileDescriptor[]::new);
            FileDescriptor descriptor = FileDescriptor.buildFrom(file, needs);
            built.put(file.getName(), descriptor);
            for (Descriptor message : descriptor.getMessageTypes()) {
                messages.add(message);
                messages.addAll(message.getNestedTypes());
            }
        }
        return messages;
    }

    /// A message with a value in every field.
    private static DynamicMessage filled(Descriptor type, Random random, int depth) {
        DynamicMessage.Builder message = DynamicMessage.newBuilder(type);
        for (FieldDescriptor field : type.getFields()) {
            boolean isMessage = field.getJavaType() == FieldDescriptor.JavaType.MESSAGE;
            boolean isTaken = field.getContainingOneof() != null && message.hasOneof(field.getContainingOneof());
            if (isTaken || (isMessage && depth == 0)) {
                continue;
            }
            Object value = isMessage ? filled(field.getMessageType(), random, depth - 1) : value(field, random);
            if (field.isRepeated()) {
                message.addRepeatedField(field, value);
            } else {
                message.setField(field, value);
            }
        }
        return message.build();
    }

    private static Object value(FieldDescriptor field, Random random) {
        return switch (field.getJavaType()) {
            case INT -> 1 + random.nextInt(1_000_000);
            case LONG -> 1L + random.nextInt(1_000_000);
            case FLOAT -> random.nextFloat();
            case DOUBLE -> random.nextDouble();
            case BOOLEAN -> true;
            case STRING -> "text " + random.nextInt();
            case BYTE_STRING -> com.google.protobuf.ByteString.copyFromUtf8("bytes " + random.nextInt());
            case ENUM -> field.getEnumType().getValues().getLast();
            case MESSAGE -> throw new IllegalArgumentException(String.valueOf((Message) null));
        };
    }
}
