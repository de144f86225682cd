package dev.millrace.embedding.vector;

import com.google.protobuf.InvalidProtocolBufferException;
import dev.millrace.contract.id.ItemId;
import dev.millrace.contract.proto.CatalogueItem;
import dev.millrace.embedding.model.EmbeddingModel;
import dev.millrace.embedding.model.ModelChoice;
import dev.millrace.embedding.text.ItemText;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/// What a record of `item.catalogue.v1` asks for. Pure.
///
/// @param models which model embeds which text
/// @param maxCharacters of a text
/// @param maxTokens of a text
record CatalogueReader(ModelChoice models, int maxCharacters, int maxTokens) {

    /// What a record asks for.
    sealed interface Asked {
        /// A vector of these words.
        record Words(String key, EmbeddingModel model, String text, Fingerprint fingerprint) implements Asked {}

        /// No vector: the item is gone or has no words.
        record None(String key) implements Asked {}

        /// Nobody can tell.
        record Unreadable(String detail) implements Asked {}
    }

    Asked read(ConsumerRecord<String, byte[]> sent) {
        String key = sent.key();
        if (key == null || ItemId.parse(key).isEmpty()) {
            return new Asked.Unreadable("the key is no item");
        }
        if (sent.value() == null) {
            return new Asked.None(key);
        }
        try {
            String text = ItemText.of(CatalogueItem.parseFrom(sent.value()), maxCharacters);
            if (text.isEmpty()) {
                return new Asked.None(key);
            }
            EmbeddingModel model = models.of(text);
            return new Asked.Words(key, model, text, Fingerprint.of(model, maxTokens, text));
        } catch (InvalidProtocolBufferException e) {
            return new Asked.Unreadable("the value of " + key + " is no CatalogueItem");
        }
    }
}
