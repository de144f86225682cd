package dev.millrace.stack.load;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Collects what is known of each stock code: first description, median price, first time.
final class RetailProducts {
    private final Map<String, Collected> byCode = new LinkedHashMap<>();

    void see(RetailLine line) {
        Collected product =
                byCode.computeIfAbsent(line.code(), code -> new Collected(byCode.size(), code, line.time()));
        // The shop's staff wrote remarks such as "damages" in lower case on lines without price.
        if (product.title.isEmpty() && line.unitPrice().signum() > 0) {
            product.title = line.description();
        }
        if (line.unitPrice().signum() > 0) {
            product.prices.add(line.unitPrice());
        }
    }

    /// In order of first mention.
    List<Product> products() {
        return byCode.values().stream().map(Collected::product).toList();
    }

    /// Where `code` stands in that order.
    int indexOf(String code) {
        Collected product = byCode.get(code);
        if (product == null) {
            throw new IllegalArgumentException("no such stock code: " + code);
        }
        return product.index;
    }

    /// A stock code as an item of the shop.
    ///
    /// @param index 0 for the first code of the file
    /// @param price median unit price, 0 when there was none
    /// @param since seconds since epoch
    record Product(int index, String code, String title, BigDecimal price, long since) {}

    private static final class Collected {
        private final int index;
        private final String code;
        private final long since;
        private final List<BigDecimal> prices = new ArrayList<>();
        private String title = "";

        Collected(int index, String code, long since) {
            this.index = index;
            this.code = code;
            this.since = since;
        }

        Product product() {
            BigDecimal price = BigDecimal.ZERO;
            if (!prices.isEmpty()) {
                List<BigDecimal> sorted = prices.stream().sorted().toList();
                price = sorted.get((sorted.size() - 1) / 2);
            }
            return new Product(
                    index,
                    code,
                    title.isEmpty() ? "Stock code " + code : title,
                    price.setScale(2, RoundingMode.HALF_UP),
                    since);
        }
    }
}
