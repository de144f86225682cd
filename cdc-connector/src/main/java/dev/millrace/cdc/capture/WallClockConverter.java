package dev.millrace.cdc.capture;

import io.debezium.spi.converter.CustomConverter;
import io.debezium.spi.converter.RelationalColumn;
import java.sql.Timestamp;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
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
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.kafka.connect.data.SchemaBuilder;
import org.jspecify.annotations.Nullable;

/// Temporal columns as plain numbers. DATETIME and TIMESTAMP are milliseconds since epoch. A DATETIME has no zone: it
/// is the wall clock of the
/// database's `time-zone` setting. (Debezium's own reading takes it for UTC, which is eight hours off in Shanghai.)
///
/// A time that the zone skips is taken at the offset before the gap, one that it repeats at the earlier offset. Zero
/// dates are null, whether the column may be null or not: 1970-01-01 would be a date that nobody wrote.
///
/// DATE columns are days since epoch, TIME columns milliseconds: MySQL's TIME is a span of up to 838 hours in either
/// direction, which Kafka Connect's own type for times refuses.
///
/// BOOLEAN is MySQL's word for TINYINT(1) and stays a number: a snapshot never sees the word, a DDL statement may have
/// it.
///
/// Debezium setting: `<name>.zone`, a [ZoneId].
public final class WallClockConverter implements CustomConverter<SchemaBuilder, RelationalColumn> {
    private static final DateTimeFormatter TEXT = new DateTimeFormatterBuilder()
            .appendPattern("yyyy-MM-dd['T'][' ']HH:mm:ss")
            .appendFraction(ChronoField.NANO_OF_SECOND, 0, 9, true)
            .toFormatter(Locale.ROOT);

    private static final Pattern SPAN = Pattern.compile("(-?)(\\d{1,3}):(\\d{2}):(\\d{2})(?:\\.(\\d{1,6}))?");
    private static final long NANOS_A_MILLI = 1_000_000;
    private static final long MICROS_A_MILLI = 1_000;

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
        } else if (type.equals("DATE")) {
            registration.register(SchemaBuilder.int32().optional(), WallClockConverter::epochDay);
        } else if (type.equals("BOOL") || type.equals("BOOLEAN")) {
            registration.register(SchemaBuilder.int16().optional(), WallClockConverter::zeroOrOne);
        } else if (type.equals("TIME") || type.startsWith("TIME(")) {
            registration.register(SchemaBuilder.int64().optional(), WallClockConverter::millisOfSpan);
        }
    }

    static @Nullable Short zeroOrOne(@Nullable Object value) {
        return switch (value) {
            case null -> null;
            case Boolean flag -> (short) (flag ? 1 : 0);
            case Number number -> number.shortValue();
            case CharSequence text -> (short) (text.toString().matches("(?i)1|true") ? 1 : 0);
            default -> throw new IllegalArgumentException("unexpected value of a BOOLEAN column: " + value.getClass());
        };
    }

    @SuppressWarnings("JavaUtilDate") // Debezium brings it
    static @Nullable Integer epochDay(@Nullable Object value) {
        return switch (value) {
            case null -> null;
            case LocalDate date -> Math.toIntExact(date.toEpochDay());
            case java.sql.Date date -> Math.toIntExact(date.toLocalDate().toEpochDay());
            case Date midnight ->
                Math.toIntExact(utcWallClock(midnight.getTime()).toLocalDate().toEpochDay());
            case Number days -> days.intValue();
            case CharSequence text -> parseDay(text.toString().strip());
            default -> throw new IllegalArgumentException("unexpected value of a DATE column: " + value.getClass());
        };
    }

    private static @Nullable Integer parseDay(String text) {
        try {
            return Math.toIntExact(LocalDate.parse(text).toEpochDay());
        } catch (DateTimeException e) {
            return null; // such as 0000-00-00 or 2026-02-00
        }
    }

    /// A fraction of a millisecond is cut off, away from zero never.
    @SuppressWarnings("JavaUtilDate") // Debezium brings it for column defaults
    static @Nullable Long millisOfSpan(@Nullable Object value) {
        return switch (value) {
            case null -> null;
            case Duration span -> span.toNanos() / NANOS_A_MILLI;
            case LocalTime time -> time.toNanoOfDay() / NANOS_A_MILLI;
            case Date defaultValue -> defaultValue.getTime();
            case Number micros -> micros.longValue() / MICROS_A_MILLI;
            case CharSequence text -> parseSpan(text.toString().strip());
            default -> throw new IllegalArgumentException("unexpected value of a TIME column: " + value.getClass());
        };
    }

    private static @Nullable Long parseSpan(String text) {
        Matcher parts = SPAN.matcher(text);
        if (!parts.matches()) {
            return null;
        }
        long seconds = Long.parseLong(parts.group(2)) * 3_600
                + Long.parseLong(parts.group(3)) * 60
                + Long.parseLong(parts.group(4));
        String fraction = parts.group(5) == null ? "" : parts.group(5);
        long millis = seconds * 1_000 + Long.parseLong((fraction + "000").substring(0, 3));
        return parts.group(1).isEmpty() ? millis : -millis;
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
