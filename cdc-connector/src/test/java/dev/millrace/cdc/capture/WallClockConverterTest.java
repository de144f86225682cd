package dev.millrace.cdc.capture;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.sql.Timestamp;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.util.Date;
import java.util.Properties;
import org.junit.jupiter.api.Test;

class WallClockConverterTest {
    private static final LocalDateTime TEN = LocalDateTime.of(2026, 11, 23, 10, 0, 0);
    private static final long TEN_IN_SHANGHAI =
            Instant.parse("2026-11-23T02:00:00Z").toEpochMilli();
    private static final long TEN_UTC = Instant.parse("2026-11-23T10:00:00Z").toEpochMilli();

    @Test
    void the_wall_clock_of_shanghai_is_eight_hours_ahead() {
        assertThat(in("+08:00").epochMillis(TEN)).isEqualTo(TEN_IN_SHANGHAI);
        assertThat(in("Asia/Shanghai").epochMillis(TEN)).isEqualTo(TEN_IN_SHANGHAI);
        assertThat(in("UTC").epochMillis(TEN)).isEqualTo(TEN_UTC);
    }

    @Test
    void a_date_is_days_and_a_zero_date_is_nothing() {
        assertThat(WallClockConverter.epochDay(java.time.LocalDate.of(1970, 1, 2)))
                .isEqualTo(1);
        assertThat(WallClockConverter.epochDay(java.sql.Date.valueOf("1969-12-31")))
                .isEqualTo(-1);
        assertThat(WallClockConverter.epochDay(new Date(0))).isZero();
        assertThat(WallClockConverter.epochDay("1970-01-03")).isEqualTo(2);
        assertThat(WallClockConverter.epochDay("0000-00-00")).isNull();
        assertThatThrownBy(() -> WallClockConverter.epochDay(true)).hasMessageContaining("DATE");
    }

    @Test
    void a_span_may_be_negative_or_above_a_day() {
        assertThat(WallClockConverter.millisOfSpan(java.time.Duration.ofHours(-838)))
                .isEqualTo(-838L * 3_600_000);
        assertThat(WallClockConverter.millisOfSpan(java.time.Duration.ofNanos(-1_999_999)))
                .isEqualTo(-1);
        assertThat(WallClockConverter.millisOfSpan("-01:00:00.5")).isEqualTo(-3_600_500);
        assertThat(WallClockConverter.millisOfSpan("123:00:01")).isEqualTo(123L * 3_600_000 + 1_000);
        assertThat(WallClockConverter.millisOfSpan(1_500L)).isEqualTo(1);
        assertThatThrownBy(() -> WallClockConverter.millisOfSpan(true)).hasMessageContaining("TIME");
    }

    @Test
    void a_boolean_is_the_number_that_mysql_stores() {
        assertThat(WallClockConverter.zeroOrOne(true)).isEqualTo((short) 1);
        assertThat(WallClockConverter.zeroOrOne(2)).isEqualTo((short) 2);
        assertThat(WallClockConverter.zeroOrOne("TRUE")).isEqualTo((short) 1);
        assertThat(WallClockConverter.zeroOrOne("0")).isZero();
    }

    @Test
    void every_form_in_which_a_datetime_comes_means_the_same() {
        WallClockConverter shanghai = in("+08:00");

        assertThat(shanghai.epochMillis(Timestamp.valueOf(TEN))).isEqualTo(TEN_IN_SHANGHAI);
        assertThat(shanghai.epochMillis("2026-11-23 10:00:00")).isEqualTo(TEN_IN_SHANGHAI);
        assertThat(shanghai.epochMillis("2026-11-23T10:00:00.000")).isEqualTo(TEN_IN_SHANGHAI);
        assertThat(shanghai.epochMillis(TEN_UTC)).isEqualTo(TEN_IN_SHANGHAI);
        assertThat(shanghai.epochMillis(new Date(TEN_UTC))).isEqualTo(TEN_IN_SHANGHAI);
    }

    @Test
    void instants_are_taken_as_they_are() {
        ZonedDateTime instant = TEN.atZone(ZoneId.of("Europe/Berlin"));

        assertThat(in("+08:00").epochMillis(instant))
                .isEqualTo(Instant.parse("2026-11-23T09:00:00Z").toEpochMilli());
        assertThat(in("+08:00").epochMillis(instant.toOffsetDateTime()))
                .isEqualTo(in("+08:00").epochMillis(instant.toInstant()));
        assertThat(in("+08:00").epochMillis("2026-11-23T09:00:00Z"))
                .isEqualTo(in("+08:00").epochMillis(instant));
    }

    @Test
    void fractions_are_cut_to_milliseconds() {
        assertThat(in("UTC").epochMillis(TEN.plusNanos(123_456_789))).isEqualTo(TEN_UTC + 123);
        assertThat(in("UTC").epochMillis("2026-11-23 10:00:00.123456")).isEqualTo(TEN_UTC + 123);
    }

    @Test
    void absent_zero_and_impossible_dates_are_null() {
        assertThat(in("UTC").epochMillis(null)).isNull();
        assertThat(in("UTC").epochMillis("0000-00-00 00:00:00")).isNull();
        assertThat(in("UTC").epochMillis("2026-02-00 00:00:00")).isNull();
        assertThat(in("UTC").epochMillis("CURRENT_TIMESTAMP(3)")).isNull();
    }

    @Test
    void an_unheard_of_type_is_an_error_and_not_a_wrong_time() {
        assertThatThrownBy(() -> in("UTC").epochMillis(new Object())).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void a_server_names_its_zone_or_its_offset() {
        assertThat(SourceZone.of("+08:00", 28_800)).isEqualTo(ZoneOffset.ofHours(8));
        assertThat(SourceZone.of("Asia/Shanghai", 28_800)).isEqualTo(ZoneId.of("Asia/Shanghai"));
        assertThat(SourceZone.of("SYSTEM", 28_800)).isEqualTo(ZoneOffset.ofHours(8));
        assertThat(SourceZone.of("MET-made-up", 0)).isEqualTo(ZoneOffset.UTC);
    }

    private static WallClockConverter in(String zone) {
        WallClockConverter converter = new WallClockConverter();
        Properties settings = new Properties();
        settings.setProperty("zone", zone);
        converter.configure(settings);
        return converter;
    }
}
