package dev.millrace.stack.load;

import dev.millrace.stack.load.sql.Column;
import dev.millrace.stack.load.sql.IdRanges;
import dev.millrace.stack.load.sql.TableInsert;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVRecord;

/// Online Retail as users, data sets and paid orders; cancellations become later updates of their orders.
///
/// An order is one line, its price what the line cost. User ids are 2,000,000 + CustomerID, item ids 2,000,000 +
/// order of first mention, order ids 10,000,000 + line number.
final class RetailSet {
    static final String FILE = "online-retail.csv.gz";
    private static final List<Column> USER = List.of(
            Column.of("id"), Column.of("province"), Column.wallClock("create_time"), Column.wallClock("update_time"));
    private static final List<Column> ITEM = List.of(
            Column.of("id"),
            Column.of("dataset_name"),
            Column.of("description"),
            Column.of("tag"),
            Column.of("price"),
            Column.wallClock("create_time"),
            Column.wallClock("update_time"));
    private static final List<Column> ORDER = List.of(
            Column.of("id"),
            Column.of("dataset_id"),
            Column.of("create_user"),
            Column.of("price"),
            Column.of("pay_status"),
            Column.wallClock("pay_time"),
            Column.wallClock("create_time"),
            Column.wallClock("update_time"));

    private final RetailProducts products = new RetailProducts();
    private final Map<String, RetailLine> customers = new LinkedHashMap<>();
    private final List<RetailLine> orders = new ArrayList<>();
    private final Cancellations cancellations = new Cancellations();
    private final Map<String, Integer> skipped = new LinkedHashMap<>();
    private int read;

    private RetailSet() {}

    static LoadPlan plan(Path folder, int limit) {
        RetailSet set = new RetailSet();
        var format = CSVFormat.DEFAULT
                .builder()
                .setHeader()
                .setSkipHeaderRecord(true)
                .get();
        try (var reader = SourceFiles.open(folder, FILE);
                var lines = format.parse(reader)) {
            for (CSVRecord line : lines) {
                if (set.read == limit) {
                    break;
                }
                set.take(RetailLine.of(line));
            }
        } catch (IOException e) {
            throw SourceFiles.unreadable(folder, FILE, e);
        }
        return set.plan();
    }

    private void take(RetailLine line) {
        read++;
        if (!line.isProduct()) {
            skip("not a product code");
            return;
        }
        products.see(line);
        if (line.customer().isEmpty()) {
            skip("no customer");
            return;
        }
        customers.putIfAbsent(line.customer(), line);
        if (line.isCancellation()) {
            cancellations.cancellation(line);
        } else if (line.quantity() <= 0) {
            skip("quantity not positive");
        } else if (line.unitPrice().signum() <= 0) {
            skip("price not positive");
        } else {
            orders.add(line);
            cancellations.order(line);
        }
    }

    private void skip(String reason) {
        skipped.merge(reason, 1, Integer::sum);
    }

    private LoadPlan plan() {
        if (cancellations.unmatched() > 0) {
            skipped.put("cancellation without an earlier order", cancellations.unmatched());
        }
        var users = new InsertStep<>(
                "online-retail-users",
                Target.BUSINESS,
                "user",
                USER,
                List.copyOf(customers.values()),
                line -> TableInsert.row(userId(line), line.country(), line.time(), line.time()),
                RetailLine::customer,
                RetailSet::userId);
        var items = new InsertStep<>(
                "online-retail-items",
                Target.BUSINESS,
                "dataset",
                ITEM,
                products.products(),
                item -> TableInsert.row(
                        itemId(item), item.title(), item.title(), "", item.price(), item.since(), item.since()),
                RetailProducts.Product::code,
                RetailSet::itemId);
        var bought = new InsertStep<>(
                "online-retail-orders",
                Target.BUSINESS,
                "order_tab",
                ORDER,
                List.copyOf(orders),
                line -> TableInsert.row(
                        orderId(line),
                        IdRanges.RETAIL_ITEMS + products.indexOf(line.code()),
                        userId(line),
                        line.amount(),
                        1,
                        line.time(),
                        line.time(),
                        line.time()),
                line -> line.invoice() + "/" + line.number(),
                RetailSet::orderId);
        List<LoadStep> steps = List.of(users, items, bought, new CancelOrders(cancellations.matches()));
        return new LoadPlan("online-retail", read, steps, skipped, List.of());
    }

    private static long userId(RetailLine line) {
        return IdRanges.RETAIL_USERS + Long.parseLong(line.customer());
    }

    private static long itemId(RetailProducts.Product item) {
        return IdRanges.RETAIL_ITEMS + item.index();
    }

    static long orderId(RetailLine line) {
        return IdRanges.RETAIL_ORDERS + line.number();
    }
}
