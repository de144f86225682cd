package dev.millrace.streams.catalogue;

import dev.millrace.contract.capture.SourceTable;
import dev.millrace.contract.id.ItemId;
import dev.millrace.contract.proto.CatalogueItem;
import dev.millrace.contract.proto.ItemImages;
import dev.millrace.contract.serde.ProtoSerde;
import dev.millrace.contract.store.QueryableStore;
import dev.millrace.streams.config.TopologySettings;
import dev.millrace.streams.ingest.BadRowException;
import dev.millrace.streams.ingest.DeadLetters;
import dev.millrace.streams.ingest.Fields;
import dev.millrace.streams.ingest.Inbound;
import dev.millrace.streams.ingest.Outcome;
import dev.millrace.streams.ingest.RowChange;
import dev.millrace.streams.runtime.StateStores;
import dev.millrace.streams.runtime.Tally;
import java.util.Optional;
import java.util.Set;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.ProcessorSupplier;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.StoreBuilder;
import org.jspecify.annotations.Nullable;

/// Joins data sets with their images as either arrives; emits an item when it changed and an empty value
/// when it is gone.
final class MaintainCatalogue implements Processor<String, Inbound, String, Outcome<Optional<CatalogueItem>>> {
    static final String IMAGES = "images-by-item";

    private final TopologySettings settings;
    private ProcessorContext<String, Outcome<Optional<CatalogueItem>>> context;
    private KeyValueStore<String, CatalogueItem> items;
    private KeyValueStore<String, ItemImages> images;
    private BoundedTexts texts;
    private Tally tooManyImages;

    private MaintainCatalogue(TopologySettings settings) {
        this.settings = settings;
    }

    static ProcessorSupplier<String, Inbound, String, Outcome<Optional<CatalogueItem>>> supplier(
            TopologySettings settings) {
        return new ProcessorSupplier<>() {
            @Override
            public Processor<String, Inbound, String, Outcome<Optional<CatalogueItem>>> get() {
                return new MaintainCatalogue(settings);
            }

            @Override
            public Set<StoreBuilder<?>> stores() {
                return Set.of(
                        StateStores.queryable(QueryableStore.CATALOGUE),
                        StateStores.keyed(IMAGES, ProtoSerde.versioned(ItemImages.parser(), 1)));
            }
        };
    }

    @Override
    public void init(ProcessorContext<String, Outcome<Optional<CatalogueItem>>> processorContext) {
        this.context = processorContext;
        this.items = processorContext.getStateStore(QueryableStore.CATALOGUE.name());
        this.images = processorContext.getStateStore(IMAGES);
        Tally cut = Tally.of(processorContext, "text-cut");
        this.texts = new BoundedTexts(
                settings.bounds().textLength(), settings.bounds().tagsPerItem(), cut::hit);
        this.tooManyImages = Tally.of(processorContext, "images-per-item");
    }

    @Override
    public void process(Record<String, Inbound> record) {
        if (!(record.value() instanceof Inbound.Row(RowChange change))) {
            return;
        }
        try {
            if (change.table() == SourceTable.DATASET) {
                dataset(change, record.timestamp());
            } else if (change.table() == SourceTable.DATASET_IMAGE) {
                image(change, record.timestamp());
            }
        } catch (BadRowException e) {
            var letter = DeadLetters.of(e, change.position(), change.origin(), context.currentSystemTimeMs());
            context.forward(new Record<>("", new Outcome.Bad<>(letter), record.timestamp()));
        }
    }

    private void dataset(RowChange change, long timestamp) {
        String key = itemKey(change.image().id("id"));
        ItemImages known = imagesOf(key).toBuilder()
                .setCoverId(
                        change.after().map(row -> row.numberOrZero("cover_id")).orElse(0L))
                .build();
        keepImages(key, known);
        publish(
                key,
                CatalogueRow.item(change, settings.sellableStatus(), texts)
                        .map(item -> item.toBuilder()
                                .setCoverImage(CatalogueRow.cover(known))
                                .build()),
                timestamp);
    }

    private void image(RowChange change, long timestamp) {
        long id = change.image().id("id");
        boolean stays = change.before().isPresent()
                && change.after().isPresent()
                && change.before()
                        .get()
                        .number("dataset_id")
                        .equals(change.after().get().number("dataset_id"));
        if (!stays) {
            change.before().ifPresent(row -> changeImages(row, id, Optional.empty(), change, timestamp));
        }
        change.after().ifPresent(row -> changeImages(row, id, Optional.of(row), change, timestamp));
    }

    private void changeImages(Fields owner, long id, Optional<Fields> image, RowChange change, long timestamp) {
        String key = itemKey(owner.id("dataset_id"));
        ItemImages.Builder changed = imagesOf(key).toBuilder();
        var others = changed.getImagesList().stream()
                .filter(other -> other.getId() != id)
                .toList();
        changed.clearImages().addAllImages(others);
        if (changed.getImagesCount() < settings.bounds().imagesPerItem()) {
            image.ifPresent(row -> changed.addImages(ItemImages.Image.newBuilder()
                    .setId(id)
                    .setUrl(texts.bounded(row.text("image_url")))
                    .setOrder(row.numberOrZero("image_order"))));
        } else if (image.isPresent()) {
            tooManyImages.hit();
        }
        ItemImages known = changed.build();
        keepImages(key, known);
        @Nullable CatalogueItem item = items.get(key);
        if (item != null) {
            CatalogueItem covered = item.toBuilder()
                    .setCoverImage(CatalogueRow.cover(known))
                    .setPosition(change.position())
                    .build();
            publish(key, Optional.of(covered), timestamp);
        }
    }

    private void publish(String key, Optional<CatalogueItem> now, long timestamp) {
        @Nullable CatalogueItem before = items.get(key);
        if ((now.isEmpty() && before == null) || (now.isPresent() && before != null && same(before, now.get()))) {
            return;
        }
        if (now.isPresent()) {
            items.put(key, now.get());
        } else {
            items.delete(key);
        }
        context.forward(new Record<>(key, new Outcome.Good<>(now), timestamp));
    }

    private static boolean same(CatalogueItem left, CatalogueItem right) {
        return left.toBuilder()
                .clearPosition()
                .build()
                .equals(right.toBuilder().clearPosition().build());
    }

    private ItemImages imagesOf(String key) {
        @Nullable ItemImages known = images.get(key);
        return known == null ? ItemImages.getDefaultInstance() : known;
    }

    private void keepImages(String key, ItemImages known) {
        if (known.getCoverId() == 0 && known.getImagesCount() == 0) {
            images.delete(key);
        } else {
            images.put(key, known);
        }
    }

    private static String itemKey(long number) {
        if (number <= 0) {
            throw new BadRowException("id-not-positive", "dataset " + number);
        }
        return ItemId.dataset(number).key();
    }
}
