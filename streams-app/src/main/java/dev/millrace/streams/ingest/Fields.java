package dev.millrace.streams.ingest;

import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigDecimal;
import java.util.OptionalLong;

/// The columns of one row image. A column may be absent (not captured, or not in this site's table) or
/// null; both read as empty. A value of the wrong type is [BadRowException].
///
/// @param row JSON object of the envelope's `before` or `after`
public record Fields(JsonNode row) {
    /// Of MySQL's DECIMAL. More, as in 1E1000000, would become a text of as many characters.
    private static final int MAX_DIGITS = 65;

    /// Whether the table has the column at all.
    public boolean has(String column) {
        return row.has(column);
    }

    /// An integer column; empty when absent or null.
    public OptionalLong number(String column) {
        JsonNode value = row.path(column);
        if (value.isMissingNode() || value.isNull()) {
            return OptionalLong.empty();
        }
        if (value.isBoolean()) {
            return OptionalLong.of(value.booleanValue() ? 1 : 0);
        }
        if (!value.isIntegralNumber() || !value.canConvertToLong()) {
            throw new BadRowException("column-not-a-number", column);
        }
        return OptionalLong.of(value.longValue());
    }

    /// An integer column, 0 when absent or null.
    public long numberOrZero(String column) {
        return number(column).orElse(0);
    }

    /// An integer column that every row of the table has.
    public long id(String column) {
        return number(column).orElseThrow(() -> new BadRowException("column-missing", column));
    }

    /// A text column, empty text when absent or null.
    public String text(String column) {
        JsonNode value = row.path(column);
        if (value.isMissingNode() || value.isNull()) {
            return "";
        }
        if (!value.isTextual()) {
            throw new BadRowException("column-not-text", column);
        }
        return value.textValue();
    }

    /// A DECIMAL column, which travels as exact text; zero when absent or null.
    public BigDecimal decimalOrZero(String column) {
        JsonNode value = row.path(column);
        String text = value.isNumber() ? "" : text(column);
        try {
            BigDecimal decimal =
                    value.isNumber() ? value.decimalValue() : text.isEmpty() ? BigDecimal.ZERO : new BigDecimal(text);
            if (decimal.precision() > MAX_DIGITS || Math.abs(decimal.scale()) > MAX_DIGITS) {
                throw new BadRowException("column-not-a-decimal", column);
            }
            return decimal;
        } catch (NumberFormatException e) {
            throw new BadRowException("column-not-a-decimal", column);
        }
    }
}
