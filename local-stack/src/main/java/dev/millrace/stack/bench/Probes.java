package dev.millrace.stack.bench;

import dev.millrace.contract.capture.SourceDatabase;
import dev.millrace.contract.topic.Topics;
import dev.millrace.stack.load.sql.DatabaseAccess;
import dev.millrace.stack.load.sql.Sql;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.zip.CRC32;

/// Prepares what probes need, so that each is one small transaction on rows of its own.
final class Probes implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final String PREFIX = "matomo_";
    private static final int ITEMS = 20;
    private static final int ORDERED_ITEMS = 3;
    private static final int FIRST_ORDERS = 20;
    private static final long FIRST_BUYER = 900_000_000;

    private final Connection shop;
    private final Connection matomo;
    private final Sql shopSql;
    private final Sql matomoSql;
    private final String business;
    private final String matomoName;
    private final Map<ProbeKind, Deque<Probe>> ready = new EnumMap<>(ProbeKind.class);

    Probes(DatabaseAccess business, DatabaseAccess matomo) throws SQLException {
        this.shop = business.connect(PATIENCE);
        this.matomo = matomo.connect(PATIENCE);
        this.shop.setAutoCommit(false);
        this.matomo.setAutoCommit(false);
        this.shopSql = new Sql(shop);
        this.matomoSql = new Sql(this.matomo);
        this.business = business.name();
        this.matomoName = matomo.name();
    }

    /// The raw topics that probes appear in.
    List<String> topics() {
        return List.of(shopTopic("dataset"), shopTopic("order_tab"), viewTopic());
    }

    /// Makes `count` probes of each kind possible.
    void prepare(int count) throws SQLException {
        ready.put(ProbeKind.ITEM, items(count));
        ready.put(ProbeKind.ORDER, orders(count));
        ready.put(ProbeKind.VIEW, views(count));
        shop.commit();
        matomo.commit();
    }

    /// The next probe of a kind.
    Probe next(ProbeKind kind) {
        Probe probe = ready.getOrDefault(kind, new ArrayDeque<>()).poll();
        if (probe == null) {
            throw new NoSuchElementException("no more probes of kind " + kind);
        }
        return probe;
    }

    private Deque<Probe> items(int count) throws SQLException {
        List<Long> items = ProbeItems.offer(shopSql, ITEMS, "title");
        Deque<Probe> probes = new ArrayDeque<>();
        for (int i = 0; i < count; i++) {
            probes.add(new ItemProbe(shop, shopTopic("dataset"), items.get(i % ITEMS), "Probe title number " + i));
        }
        return probes;
    }

    private Deque<Probe> orders(int count) throws SQLException {
        List<Long> items = ProbeItems.offer(shopSql, ORDERED_ITEMS, "order");
        for (int i = 0; i < FIRST_ORDERS * ORDERED_ITEMS; i++) {
            order(items.get(i % ORDERED_ITEMS), FIRST_BUYER + i, 1);
        }
        Deque<Probe> probes = new ArrayDeque<>();
        for (int i = 0; i < count; i++) {
            long item = items.get(i % ORDERED_ITEMS);
            long order = order(item, FIRST_BUYER + FIRST_ORDERS * ORDERED_ITEMS + i, 0);
            probes.add(new OrderProbe(shop, shopTopic("order_tab"), item, order));
        }
        return probes;
    }

    private long order(long item, long buyer, int payStatus) throws SQLException {
        return shopSql.insert(
                "INSERT INTO order_tab (dataset_id, create_user, price, pay_status, create_time, update_time)"
                        + " VALUES (?, ?, ?, ?, NOW(), NOW())",
                item,
                buyer,
                OrderProbe.PRICE,
                payStatus);
    }

    private Deque<Probe> views(int count) throws SQLException {
        List<Long> items = ProbeItems.offer(shopSql, 2 * count, "view");
        var tables = new ViewProbe.Tables(PREFIX, viewTopic());
        Deque<Probe> probes = new ArrayDeque<>();
        for (int i = 0; i < count; i++) {
            long seen = items.get(2 * i);
            long next = items.get(2 * i + 1);
            ViewProbe.Visit visit = visit(seen);
            ViewProbe.view(matomoSql, PREFIX, visit, url(seen));
            probes.add(new ViewProbe(matomo, matomoSql, tables, visit, seen, next, url(next)));
        }
        return probes;
    }

    private ViewProbe.Visit visit(long number) throws SQLException {
        byte[] visitor = ByteBuffer.allocate(Long.BYTES).putLong(~number).array();
        long id = matomoSql.insert(
                "INSERT INTO " + PREFIX + "log_visit (idsite, idvisitor, visit_last_action_time, config_id,"
                        + " location_ip, visit_first_action_time, visit_total_actions, visit_total_time)"
                        + " VALUES (1, ?, UTC_TIMESTAMP(), ?, ?, UTC_TIMESTAMP(), 1, 0)",
                visitor,
                visitor,
                new byte[4]);
        return new ViewProbe.Visit(id, visitor);
    }

    private long url(long item) throws SQLException {
        String name = "shop.example.com/dataDetail/" + item;
        CRC32 crc = new CRC32();
        crc.update(name.getBytes(StandardCharsets.UTF_8));
        return matomoSql.insert(
                "INSERT INTO " + PREFIX + "log_action (name, hash, type, url_prefix) VALUES (?, ?, 1, 2)",
                name,
                crc.getValue());
    }

    private String shopTopic(String table) {
        return Topics.raw(SourceDatabase.BUSINESS, business, table).name();
    }

    private String viewTopic() {
        return Topics.raw(SourceDatabase.MATOMO, matomoName, PREFIX + "log_link_visit_action")
                .name();
    }

    @Override
    public void close() throws SQLException {
        shop.close();
        matomo.close();
    }
}
