package dev.millrace.cdc.capture;

import io.debezium.spi.converter.CustomConverter;
import io.debezium.spi.converter.RelationalColumn;
import java.sql.Timestamp;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.temporal.ChronoField;
import java.util.Date;
import java.util.Locale;
import java.util.Properties;
import org.apache.kafka.connect.data.SchemaBuilder;
import org.jspecify.annotations.Nullable;

/// DATETIME and TIMESTAMP columns as milliseconds since epoch. A DATETIME has no zone: it is the wall clock of the
/// database's `time-zone` setting. (Debezium's own reading takes it for UTC, which is eight hours off in Shanghai.)
///
/// A time that the zone skips is taken at the offset before the gap, one that it repeats at the earlier offset. Zero
/// dates are null.
///
/// Debezium setting: `<name>.zone`, a [ZoneId].
public final class WallClockConverter implements CustomConverter<SchemaBuilder, RelationalColumn> {
    private static final DateTimeFormatter TEXT = new DateTimeFormatterBuilder()
            .appendPattern("yyyy-MM-dd['T'][' ']HH:mm:ss")
            .appendFraction(ChronoField.NANO_OF_SECOND, 0, 9, true)
            .toFormatter(Locale.ROOT);

    private ZoneId zone = ZoneId.of("UTC");

    @Override
    public void configure(Properties settings) {
        zone = ZoneId.of(settings.getProperty("zone", "UTC"));
    }

    @Override
    public void converterFor(RelationalColumn column, ConverterRegistration<SchemaBuilder> registration) {
        String type = column.typeName().toUpperCase(Locale.ROOT);
        if (type.startsWith("DATETIME") || type.startsWith("TIMESTAMP")) {
            registration.register(SchemaBuilder.int64().optional(), this::epochMillis);
        }
    }

    /// Snapshot, binlog and column defaults bring different types.
    @SuppressWarnings("JavaUtilDate") // Debezium brings it
    @Nullable
    Long epochMillis(@Nullable Object value) {
        return switch (value) {
            case null -> null;
            case LocalDateTime wallClock -> at(wallClock);
            case Timestamp wallClock -> at(wallClock.toLocalDateTime());
            case Date defaultValue -> at(utcWallClock(defaultValue.getTime()));
            case Instant instant -> instant.toEpochMilli();
            case OffsetDateTime instant -> instant.toInstant().toEpochMilli();
            case ZonedDateTime instant -> instant.toInstant().toEpochMilli();
            case Number millis -> at(utcWallClock(millis.longValue()));
            case CharSequence text -> parse(text.toString().strip());
            default -> throw new IllegalArgumentException("unexpected value of a temporal column: " + value.getClass());
        };
    }

    /// Debezium hands some values, column defaults among them, as if the wall clock were UTC.
    private static LocalDateTime utcWallClock(long millis) {
        return LocalDateTime.ofInstant(Instant.ofEpochMilli(millis), ZoneOffset.UTC);
    }

    private @Nullable Long parse(String text) {
        if (text.isEmpty()
                || text.startsWith("0000-00-00")
                || text.toUpperCase(Locale.ROOT).contains("CURRENT_")) {
            return null;
        }
        try {
            return text.endsWith("Z") ? Instant.parse(text).toEpochMilli() : at(LocalDateTime.parse(text, TEXT));
        } catch (DateTimeException e) {
            return null; // such as 2026-02-00, which MySQL may store
        }
    }

    private long at(LocalDateTime wallClock) {
        return wallClock.atZone(zone).toInstant().toEpochMilli();
    }
}
