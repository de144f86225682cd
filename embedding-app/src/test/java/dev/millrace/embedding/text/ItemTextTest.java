package dev.millrace.embedding.text;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.contract.proto.CatalogueItem;
import org.junit.jupiter.api.Test;

class ItemTextTest {
    private static final CatalogueItem ITEM = CatalogueItem.newBuilder()
            .setItemId("ds:1")
            .setTitle(" 空气质量 ")
            .addTags("环境")
            .addTags("空气")
            .setDescription("每日汇总")
            .setSeller("蓝鹭数据")
            .build();

    @Test
    void isTitleTagsAndDescription() {
        assertThat(ItemText.of(ITEM, 100)).isEqualTo("空气质量\n环境 空气\n每日汇总");
        assertThat(ItemText.of(ITEM.toBuilder().clearTags().clearDescription().build(), 100))
                .isEqualTo("空气质量");
    }

    @Test
    void whatIsNoWordChangesNothing() {
        CatalogueItem moved = ITEM.toBuilder()
                .setPrice("9.50")
                .setSellable(true)
                .setUpdatedAtMs(5)
                .setCoverImage("x")
                .build();
        assertThat(ItemText.of(moved, 100)).isEqualTo(ItemText.of(ITEM, 100));
    }

    @Test
    void isCutWithoutHalvingACharacter() {
        CatalogueItem emoji = CatalogueItem.newBuilder().setTitle("ab😀cd").build();
        assertThat(ItemText.of(emoji, 3)).isEqualTo("ab");
        assertThat(ItemText.of(emoji, 4)).isEqualTo("ab😀");
    }

    @Test
    void isEmptyWithoutWords() {
        assertThat(ItemText.of(CatalogueItem.newBuilder().setTitle("  ").build(), 100))
                .isEmpty();
    }
}
