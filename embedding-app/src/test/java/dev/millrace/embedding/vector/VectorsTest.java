package dev.millrace.embedding.vector;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.ByteString;
import dev.millrace.contract.proto.CatalogueItem;
import dev.millrace.contract.proto.ItemVector;
import dev.millrace.contract.topic.Topics;
import dev.millrace.embedding.support.CountingEmbedder;
import dev.millrace.embedding.support.Protos;
import dev.millrace.embedding.support.TopicsInMemory;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

class VectorsTest {
    private final TopicsInMemory topics = new TopicsInMemory();
    private final CountingEmbedder embedder = new CountingEmbedder();

    private void run() {
        try (Flow flow = new Flow(topics, embedder)) {
            flow.run();
        }
    }

    private static Fingerprint of(ItemVector vector) {
        return Fingerprint.of(vector);
    }

    @Test
    void anItemGetsTheVectorOfItsText() {
        topics.put("ds:1", "空气质量");
        topics.put("ds:2", "air quality");
        run();
        ItemVector chinese = topics.vector("ds:1");
        assertThat(chinese.getItemId()).isEqualTo("ds:1");
        assertThat(chinese.getModel()).isEqualTo("bge-small-zh-v1.5-q");
        assertThat(chinese.getDimension()).isEqualTo(2);
        assertThat(chinese.getValuesList()).containsExactly((float) "空气质量".hashCode(), 1f);
        assertThat(of(chinese)).isEqualTo(Fingerprint.of(Flow.MODELS.chinese(), 128, "空气质量"));
        assertThat(topics.vector("ds:2").getModel()).isEqualTo("all-minilm-l6-v2-q");
        assertThat(topics.committed().getFirst().headers().lastHeader("message").value())
                .isEqualTo("millrace.v1.ItemVector".getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void whatDoesNotChangeTheTextEmbedsNothing() {
        topics.put("ds:1", "air");
        run();
        topics.append(
                "ds:1",
                CatalogueItem.newBuilder()
                        .setItemId("ds:1")
                        .setTitle("air")
                        .setPrice("9")
                        .setSellable(true)
                        .build()
                        .toByteArray());
        try (Flow flow = new Flow(topics, embedder)) {
            flow.run();
            assertThat(flow.count("unchanged")).isEqualTo(2);
        }
        assertThat(embedder.total()).isEqualTo(1);
    }

    @Test
    void aRestartEmbedsNothingAgain() {
        for (int i = 1; i <= 300; i++) {
            topics.put("ds:" + i, "item " + i);
        }
        run();
        assertThat(embedder.total()).isEqualTo(300);
        embedder.forget();
        int written = topics.committed().size();
        run();
        assertThat(embedder.total()).isZero();
        assertThat(topics.committed()).hasSize(written);
    }

    @Test
    void aRestartEmbedsNoOlderTextThatTheLogStillHas() {
        topics.put("ds:1", "old");
        for (int i = 2; i <= 4_000; i++) { // several polls
            topics.put("ds:" + i, "item " + i);
        }
        topics.put("ds:1", "new");
        run();
        embedder.forget();
        int written = topics.committed().size();
        try (Flow flow = new Flow(topics, embedder)) {
            for (int i = 0; i < 10; i++) {
                flow.read();
                flow.embed();
            }
        }
        assertThat(embedder.total()).isZero();
        assertThat(topics.committed()).hasSize(written);
    }

    @Test
    void anotherBoundOfTokensIsAnotherVector() {
        topics.put("ds:1", "air");
        run();
        try (Flow flow = new Flow(topics, embedder, Flow.WAITING, 64)) {
            flow.run();
        }
        assertThat(embedder.times("air")).isEqualTo(2);
    }

    @Test
    void aDeletedItemLosesItsVectorAndAnEmptyOneToo() {
        topics.put("ds:1", "air");
        topics.put("ds:2", "water");
        topics.put("ds:3", "earth");
        run();
        topics.remove("ds:1");
        topics.put("ds:2", " ");
        run();
        assertThat(topics.vectors()).containsOnlyKeys("ds:3");
        int written = topics.committed().size();
        run();
        assertThat(topics.committed()).as("one tombstone is enough").hasSize(written);
    }

    @Test
    void aTextThatIsReplacedBeforeItsTurnIsNotEmbedded() {
        topics.put("ds:1", "first");
        topics.put("ds:1", "second");
        topics.put("ds:2", "gone");
        topics.remove("ds:2");
        run();
        assertThat(embedder.times("first")).isZero();
        assertThat(embedder.times("gone")).isZero();
        assertThat(topics.vectors()).containsOnlyKeys("ds:1");
    }

    @Test
    void aTextThatComesBackKeepsItsVector() {
        topics.put("ds:1", "air");
        run();
        topics.put("ds:1", "water");
        topics.put("ds:1", "air");
        run();
        assertThat(embedder.total()).isEqualTo(1);
        assertThat(of(topics.vector("ds:1"))).isEqualTo(Fingerprint.of(Flow.MODELS.other(), 128, "air"));
    }

    @Test
    void whatCannotBeReadOrEmbeddedIsADeadLetterAndStopsNobody() {
        topics.append("ds:1", new byte[] {-1, -1, -1});
        topics.append("no item", new byte[] {1});
        topics.put("ds:2", "unspeakable");
        topics.put("ds:3", "air");
        run();
        assertThat(topics.vectors()).containsOnlyKeys("ds:3");
        var letters = topics.committed().stream()
                .filter(sent -> sent.topic().equals(Topics.DEAD_LETTERS.name()))
                .toList();
        assertThat(letters)
                .extracting(sent -> Protos.letter(sent.value()).getReason())
                .containsExactlyInAnyOrder("unreadable-item", "unreadable-item", "text-not-embedded");
        assertThat(letters).allSatisfy(sent -> {
            var letter = Protos.letter(sent.value());
            assertThat(letter.getTopic()).isEqualTo("item.catalogue.v1");
            assertThat(sent.key()).isEqualTo("item.catalogue.v1@" + letter.getPartition());
            assertThat(letter.getAtMs()).isPositive();
        });
    }

    @Test
    void aTextThatCannotBeEmbeddedLeavesTheFormerVector() {
        topics.put("ds:1", "air");
        run();
        topics.put("ds:1", "unspeakable");
        run();
        assertThat(of(topics.vector("ds:1"))).isEqualTo(Fingerprint.of(Flow.MODELS.other(), 128, "air"));
    }

    @Test
    void aVectorWhoseItemIsNowhereIsRemovedWhenTheTimeHasCome() {
        topics.put("ds:1", "air");
        topics.put("ds:2", "water");
        run();
        topics.forgetCatalogue();
        topics.put("ds:2", "water");
        run();
        assertThat(topics.vectors())
                .as("the catalogue may be about to be made anew")
                .containsOnlyKeys("ds:1", "ds:2");
        try (Flow flow = new Flow(topics, embedder)) {
            flow.run();
            flow.removeStrays();
        }
        assertThat(topics.vectors()).containsOnlyKeys("ds:2");
    }

    @Test
    void aFailedTransactionIsTold() {
        topics.put("ds:1", "air");
        topics.killAfter(0, false);
        try (Flow flow = new Flow(topics, embedder)) {
            assertThatThrownBy(flow::run).hasMessageContaining("killed before the commit");
        }
        assertThat(topics.vectors()).isEmpty();
    }

    @Test
    void aHashOfAnotherFormIsEmbeddedAgain() {
        ItemVector odd = ItemVector.newBuilder()
                .setTextHash(ByteString.copyFromUtf8("short"))
                .build();
        assertThat(List.of(of(odd))).doesNotContain(Fingerprint.of(Flow.MODELS.other(), 128, "air"));
    }
}
