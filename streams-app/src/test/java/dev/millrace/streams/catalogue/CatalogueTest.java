package dev.millrace.streams.catalogue;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.contract.capture.SourceTable;
import dev.millrace.contract.proto.CatalogueItem;
import dev.millrace.contract.store.QueryableStore;
import dev.millrace.streams.TestSettings;
import dev.millrace.streams.TopologyHarness;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// Data sets and images in any order of arrival.
class CatalogueTest {
    private final TopologyHarness topology = new TopologyHarness();

    @AfterEach
    void close() {
        topology.close();
    }

    @Test
    void aDataSetBecomesAnItem() {
        topology.change(SourceTable.DATASET, null, dataset("Rain", " a ;b；a;; ", "null", 0));
        CatalogueItem item = item();
        assertThat(item.getTitle()).isEqualTo("Rain");
        assertThat(item.getTagsList()).containsExactly("a", "b");
        assertThat(item.getPrice()).isEqualTo("12.50");
        assertThat(item.getSellable()).isTrue();
        assertThat(topology.catalogueChanges()).extracting(entry -> entry.key).containsExactly("ds:7");
    }

    @Test
    void longTextsAndManyTagsAndImagesAreCutAndCounted() {
        String tags = String.join(";", "a", "b", "c", "d", "e", "f");
        topology.change(SourceTable.DATASET, null, dataset("x".repeat(900_000), tags, "null", 0));

        assertThat(item().getTitle()).hasSize(TestSettings.TEXT_LENGTH);
        assertThat(item().getTagsList()).hasSize(TestSettings.TAGS);
        assertThat(topology.tally("text-cut")).isEqualTo(2);

        for (int image = 1; image <= 102; image++) {
            topology.change(SourceTable.DATASET_IMAGE, null, image(image, 7, "b.png", image));
        }
        assertThat(topology.tally("images-per-item")).isEqualTo(2);
    }

    @Test
    void noCharacterIsCutInTwo() {
        String title = "x".repeat(TestSettings.TEXT_LENGTH - 1) + "\uD83C\uDF27";
        topology.change(SourceTable.DATASET, null, dataset(title, "", "null", 0));
        assertThat(item().getTitle()).hasSize(TestSettings.TEXT_LENGTH - 1);
    }

    @Test
    void theCoverIsTheNamedImageElseTheLowestInOrder() {
        topology.change(SourceTable.DATASET_IMAGE, null, image(2, 7, "b.png", 1));
        topology.change(SourceTable.DATASET, null, dataset("Rain", "", "3", 0));
        assertThat(item().getCoverImage()).isEqualTo("b.png");
        topology.change(SourceTable.DATASET_IMAGE, null, image(3, 7, "c.png", 9));
        assertThat(item().getCoverImage()).isEqualTo("c.png");
        topology.change(SourceTable.DATASET_IMAGE, image(3, 7, "c.png", 9), null);
        topology.change(SourceTable.DATASET_IMAGE, null, image(1, 7, "a.png", 1));
        assertThat(item().getCoverImage()).isEqualTo("a.png");
    }

    @Test
    void anImageThatChangesInPlaceIsPublishedOnce() {
        topology.change(SourceTable.DATASET, null, dataset("Rain", "", "null", 0));
        topology.change(SourceTable.DATASET_IMAGE, null, image(2, 7, "b.png", 1));
        topology.catalogueChanges();
        topology.change(SourceTable.DATASET_IMAGE, image(2, 7, "b.png", 1), image(2, 7, "c.png", 1));
        assertThat(topology.catalogueChanges())
                .extracting(change -> change.value.getCoverImage())
                .containsExactly("c.png");
    }

    @Test
    void anImageThatMovesToAnotherDataSetLeavesTheFirst() {
        topology.change(SourceTable.DATASET, null, dataset("Rain", "", "null", 0));
        topology.change(SourceTable.DATASET_IMAGE, null, image(2, 7, "b.png", 1));
        topology.change(SourceTable.DATASET_IMAGE, image(2, 7, "b.png", 1), image(2, 8, "b.png", 1));
        assertThat(item().getCoverImage()).isEmpty();
    }

    @Test
    void aDeletedDataSetIsATombstoneOnceAndComesBackWithItsCover() {
        String live = dataset("Rain", "", "null", 0);
        topology.change(SourceTable.DATASET, null, live);
        topology.change(SourceTable.DATASET_IMAGE, null, image(2, 7, "b.png", 1));
        topology.catalogueChanges();
        topology.change(SourceTable.DATASET, live, dataset("Rain", "", "null", 1));
        topology.change(SourceTable.DATASET, dataset("Rain", "", "null", 1), null);
        assertThat(topology.catalogueChanges())
                .singleElement()
                .satisfies(entry -> assertThat(entry.value).isNull());
        topology.change(SourceTable.DATASET, null, live);
        assertThat(item().getCoverImage()).isEqualTo("b.png");
    }

    @Test
    void aRowThatSaysTheSameIsNotPublishedAgain() {
        String row = dataset("Rain", "", "null", 0);
        topology.change(SourceTable.DATASET, null, row);
        topology.snapshot(SourceTable.DATASET, row);
        assertThat(topology.catalogueChanges()).hasSize(1);
    }

    private CatalogueItem item() {
        return topology.store(QueryableStore.CATALOGUE).get("ds:7");
    }

    private static String dataset(String title, String tags, String cover, int deleted) {
        return """
                {"id":7,"dataset_name":"%s","description":null,"tag":"%s","price":"12.50","create_company_name":"Acme",\
                "cover_id":%s,"create_time":1000,"update_time":2000,"is_delete":%d}""".formatted(title, tags, cover, deleted);
    }

    private static String image(long id, long dataset, String url, int order) {
        return "{\"id\":%d,\"dataset_id\":%d,\"image_url\":\"%s\",\"image_order\":%d}"
                .formatted(id, dataset, url, order);
    }
}
