package dev.millrace.stack.load;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVRecord;

/// The order lines of Online Retail in the order of the file: products with a customer, a price and a quantity.
public final class OrderStream {

    private OrderStream() {}

    /// A line of an order.
    ///
    /// @param customer from 1, in the order of first appearance
    /// @param item likewise
    public record Line(int customer, int item, long timeMs) {}

    /// Whether the set is in `folder`.
    public static boolean isIn(Path folder) {
        return Files.isReadable(folder.resolve(RetailSet.FILE));
    }

    /// All lines.
    ///
    /// @throws LoadException when the file cannot be read
    public static List<Line> read(Path folder) {
        Map<String, Integer> customers = new HashMap<>();
        Map<String, Integer> items = new HashMap<>();
        List<Line> all = new ArrayList<>();
        var format = CSVFormat.DEFAULT
                .builder()
                .setHeader()
                .setSkipHeaderRecord(true)
                .get();
        try (var reader = SourceFiles.open(folder, RetailSet.FILE);
                var lines = format.parse(reader)) {
            for (CSVRecord record : lines) {
                RetailLine line = RetailLine.of(record);
                if (line.isProduct()
                        && !line.customer().isEmpty()
                        && line.quantity() > 0
                        && line.unitPrice().signum() > 0) {
                    all.add(new Line(
                            customers.computeIfAbsent(line.customer(), _ -> customers.size() + 1),
                            items.computeIfAbsent(line.code(), _ -> items.size() + 1),
                            Duration.ofSeconds(line.time()).toMillis()));
                }
            }
        } catch (IOException e) {
            throw SourceFiles.unreadable(folder, RetailSet.FILE, e);
        }
        return all;
    }
}
