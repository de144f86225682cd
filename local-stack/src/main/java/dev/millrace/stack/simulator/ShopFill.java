package dev.millrace.stack.simulator;

import dev.millrace.stack.load.sql.Column;
import dev.millrace.stack.load.sql.IdRanges;
import dev.millrace.stack.load.sql.TableInsert;
import java.math.BigDecimal;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;

/// Fills an empty shop with users, data sets and images, in one transaction.
final class ShopFill {
    private static final List<Column> USER = List.of(
            Column.of("id"),
            Column.of("user_name"),
            Column.of("mobile"),
            Column.of("user_email"),
            Column.of("company_name"),
            Column.of("province"),
            Column.of("city"),
            Column.of("is_consumption"),
            new Column("create_time", "NOW() - INTERVAL ? HOUR"));
    private static final List<Column> ITEM = List.of(
            Column.of("id"),
            Column.of("dataset_name"),
            Column.of("description"),
            Column.of("tag"),
            Column.of("price"),
            Column.of("create_company_name"),
            Column.of("cover_id"),
            new Column("create_time", "NOW() - INTERVAL ? HOUR"));
    private static final List<Column> IMAGE =
            List.of(Column.of("id"), Column.of("dataset_id"), Column.of("image_url"), Column.of("image_order"));
    private static final int OLDEST_HOURS = 24 * 400;

    private final Connection shop;
    private final RandomGenerator random;

    private ShopFill(Connection shop, long seed) {
        this.shop = shop;
        this.random = new SplittableRandom(seed ^ 0x5EED);
    }

    /// Fills the shop if it has no item of ours; says whether it did.
    static boolean ifEmpty(Connection shop, long seed, int items, int users) throws SQLException {
        if (!items(shop).isEmpty()) {
            return false;
        }
        shop.setAutoCommit(false);
        try {
            ShopFill fill = new ShopFill(shop, seed);
            fill.users(users);
            fill.items(items);
            shop.commit();
        } catch (SQLException e) {
            shop.rollback();
            throw e;
        } finally {
            shop.setAutoCommit(true);
        }
        return true;
    }

    /// The simulator's own items that are on offer, by id.
    static List<Item> items(Connection shop) throws SQLException {
        List<Item> items = new ArrayList<>();
        try (var select = shop.prepareStatement(
                "SELECT id, dataset_name, price FROM dataset" + " WHERE id < ? AND is_delete = 0 ORDER BY id")) {
            select.setLong(1, IdRanges.FIRST_LOADED);
            try (var rows = select.executeQuery()) {
                while (rows.next()) {
                    BigDecimal price = rows.getBigDecimal(3);
                    items.add(new Item(
                            rows.getLong(1),
                            String.valueOf(rows.getString(2)),
                            price == null ? 0 : price.movePointRight(2).longValue()));
                }
            }
        }
        return items;
    }

    private void users(int count) throws SQLException {
        People people = new People(random);
        try (TableInsert insert = TableInsert.into(shop, "user", USER)) {
            for (int id = 1; id <= count; id++) {
                var person = people.next(id);
                insert.add(TableInsert.row(
                        id,
                        person.name(),
                        person.mobile(),
                        person.email(),
                        person.company(),
                        person.province(),
                        person.city(),
                        random.nextInt(2),
                        random.nextInt(OLDEST_HOURS)));
            }
            insert.send();
        }
    }

    private void items(int count) throws SQLException {
        ItemTexts texts = new ItemTexts(random);
        try (TableInsert items = TableInsert.into(shop, "dataset", ITEM);
                TableInsert images = TableInsert.into(shop, "dataset_image", IMAGE)) {
            for (int id = 1; id <= count; id++) {
                var text = texts.next();
                items.add(TableInsert.row(
                        id,
                        text.title(),
                        text.description(),
                        text.tags(),
                        BigDecimal.valueOf(texts.priceCents(), 2),
                        text.seller(),
                        id,
                        random.nextInt(OLDEST_HOURS)));
                images.add(TableInsert.row(id, id, ItemTexts.imageUrl(id, 1), 1));
            }
            items.send();
            images.send();
        }
    }
}
