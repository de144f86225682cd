package dev.millrace.stack.load;

import java.math.BigDecimal;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.regex.Pattern;
import org.apache.commons.csv.CSVRecord;

/// One invoice line of Online Retail.
///
/// @param number 1 for the first line after the heading
/// @param code stock code in upper case: the shop wrote some codes both ways
/// @param time seconds since epoch; the file has UK local time
/// @param customer empty when unknown
record RetailLine(
        int number,
        String invoice,
        String code,
        String description,
        int quantity,
        long time,
        BigDecimal unitPrice,
        String customer,
        String country) {
    private static final ZoneId UK = ZoneId.of("Europe/London");
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss", Locale.ROOT);
    private static final Pattern PRODUCT = Pattern.compile("\\d{5}[A-Z]*");

    static RetailLine of(CSVRecord line) {
        return new RetailLine(
                Math.toIntExact(line.getRecordNumber()),
                line.get("InvoiceNo"),
                line.get("StockCode").strip().toUpperCase(Locale.ROOT).intern(),
                line.get("Description").strip().intern(),
                Integer.parseInt(line.get("Quantity")),
                LocalDateTime.parse(line.get("InvoiceDate"), TIME).atZone(UK).toEpochSecond(),
                new BigDecimal(line.get("UnitPrice")),
                line.get("CustomerID").strip().intern(),
                line.get("Country").intern());
    }

    /// Whether the code is that of a product: five digits and perhaps letters, not postage, fees, samples or vouchers.
    boolean isProduct() {
        return PRODUCT.matcher(code).matches();
    }

    boolean isCancellation() {
        return invoice.startsWith("C");
    }

    /// Unit price times quantity: what the buyer paid.
    BigDecimal amount() {
        return unitPrice.multiply(BigDecimal.valueOf(quantity)).setScale(2, java.math.RoundingMode.HALF_UP);
    }
}
