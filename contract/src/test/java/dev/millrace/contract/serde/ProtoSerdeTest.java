package dev.millrace.contract.serde;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.millrace.contract.proto.Bucket;
import dev.millrace.contract.proto.ChannelScore;
import dev.millrace.contract.proto.Counters;
import dev.millrace.contract.proto.Effect;
import dev.millrace.contract.proto.ExposedItem;
import dev.millrace.contract.proto.Interaction;
import dev.millrace.contract.proto.InteractionKind;
import dev.millrace.contract.proto.ItemStatistics;
import dev.millrace.contract.proto.RequestExposure;
import dev.millrace.contract.store.QueryableStore;
import java.util.HexFormat;
import org.apache.kafka.common.errors.SerializationException;
import org.junit.jupiter.api.Test;

/// Golden bytes: what is stored or published today must be readable by every later version.
class ProtoSerdeTest {

    @Test
    void bytesOfAStoredValue() {
        ItemStatistics value = ItemStatistics.newBuilder()
                .setEver(Counters.newBuilder().setOrders(2).setScoreMicros(-3))
                .addMinutes(Bucket.newBuilder()
                        .setNumber(29_000_000)
                        .setCounters(Counters.newBuilder().setViews(1)))
                .build();
        byte[] bytes = QueryableStore.STATISTICS.serde().toBytes(value);
        assertThat(HexFormat.of().formatHex(bytes)).isEqualTo("010a0408042005120908c082ea0d12021002");
        assertThat(QueryableStore.STATISTICS.serde().fromBytes(bytes)).isEqualTo(value);
    }

    @Test
    void bytesOfAPublicRecord() {
        Interaction value = Interaction.newBuilder()
                .setInteractionId("order:1")
                .setActor("u:2")
                .setItemId("ds:3")
                .setKind(InteractionKind.ORDER)
                .setEffect(Effect.RETRACT)
                .setWeightMicros(-1)
                .setEventTimeMs(5)
                .build();
        byte[] bytes = ProtoSerde.plain(Interaction.parser()).toBytes(value);
        assertThat(HexFormat.of().formatHex(bytes))
                .isEqualTo("0a076f726465723a311203753a321a0464733a332001280230013805");
    }

    @Test
    void bytesOfAnExposure() {
        RequestExposure value = RequestExposure.newBuilder()
                .setRequestId("req_1")
                .setFeatureLayout(7)
                .addItems(ExposedItem.newBuilder()
                        .setPosition(1)
                        .setItemId("ds:3")
                        .addChannels(
                                ChannelScore.newBuilder().setChannel("tags").setScore(2))
                        .setPropensity(1)
                        .addFeatures(0.5f)
                        .addFeatures(-1))
                .build();
        byte[] bytes = ProtoSerde.plain(RequestExposure.parser()).toBytes(value);
        assertThat(HexFormat.of().formatHex(bytes))
                .isEqualTo("0a057265715f31" + "690700000000000000" + "7224" + "0801" + "120464733a33"
                        + "220b0a04746167731500000040" + "2d0000803f" + "3a080000003f000080bf");
        assertThat(ProtoSerde.plain(RequestExposure.parser()).fromBytes(bytes)).isEqualTo(value);
    }

    @Test
    void aValueOfAnotherVersionIsRefused() {
        ProtoSerde<Counters> serde = ProtoSerde.versioned(Counters.parser(), 1);
        assertThatThrownBy(() -> serde.fromBytes(new byte[] {2}))
                .isInstanceOf(SerializationException.class)
                .hasMessageContaining("format version 2");
        assertThatThrownBy(() -> serde.fromBytes(new byte[0])).isInstanceOf(SerializationException.class);
        assertThatThrownBy(() -> serde.fromBytes(new byte[] {1, (byte) 0xff}))
                .isInstanceOf(SerializationException.class);
    }

    @Test
    void tombstonesPass() {
        ProtoSerde<Counters> serde = ProtoSerde.plain(Counters.parser());
        assertThat(serde.deserializer().deserialize("topic", null)).isNull();
    }
}
