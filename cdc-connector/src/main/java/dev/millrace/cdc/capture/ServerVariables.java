package dev.millrace.cdc.capture;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/// Judges the variables of a server that decide whether its binlog can be captured without loss.
///
/// @param values variable → value, as `SHOW GLOBAL VARIABLES` gives them; variables that a version lacks are absent
/// @param dialect of the server
record ServerVariables(Map<String, String> values, Dialect dialect) {
    /// The variables that are looked at.
    static final List<String> NAMES = List.of(
            "log_bin",
            "binlog_format",
            "binlog_row_image",
            "binlog_row_value_options",
            "binlog_expire_logs_seconds",
            "expire_logs_days",
            "gtid_mode",
            "gtid_strict_mode",
            "log_bin_compress",
            "version",
            "server_id");

    private static final Duration WANTED_RETENTION = Duration.ofDays(3);
    private static final Duration LEAST_RETENTION = Duration.ofHours(1);

    ServerVariables {
        values = Map.copyOf(values);
    }

    /// What the server says it is; empty text when it does not.
    ServerVersion version() {
        return new ServerVersion(text("version").orElse(""));
    }

    /// @param ownServerId under which the connector asks for the binlog
    List<Finding> judge(long ownServerId) {
        List<Finding> findings = new ArrayList<>();
        if (is("log_bin", "OFF")) {
            findings.add(Finding.error("the binlog is off", "start the server with --log-bin"));
        }
        require(findings, "binlog_format", "ROW", "rows");
        require(findings, "binlog_row_image", "FULL", "whole rows");
        if (!text("binlog_row_value_options").orElse("").isEmpty()) {
            findings.add(Finding.error(
                    "binlog_row_value_options is "
                            + text("binlog_row_value_options").get(),
                    "SET GLOBAL binlog_row_value_options = '', or changes of JSON columns arrive as fragments"));
        }
        retention().ifPresent(kept -> judgeRetention(findings, kept));
        if (text("gtid_mode").isPresent() && !is("gtid_mode", "ON")) {
            findings.add(Finding.warning(
                    "gtid_mode is " + text("gtid_mode").get(),
                    "after a failover to a replica only a new snapshot helps; turn gtid_mode and"
                            + " enforce_gtid_consistency on"));
        }
        if (is("gtid_strict_mode", "OFF")) {
            findings.add(Finding.warning(
                    "gtid_strict_mode is OFF",
                    "a replica may order its GTIDs in another way, and then a failover to it loses or repeats changes; "
                            + keep("gtid_strict_mode = ON")));
        }
        if (is("log_bin_compress", "ON")) {
            findings.add(Finding.error(
                    "log_bin_compress is ON",
                    keep("log_bin_compress = OFF") + ": the binlog reader skips compressed rows without a word"));
        }
        if (is("server_id", String.valueOf(ownServerId))) {
            findings.add(Finding.error(
                    "server-id " + ownServerId + " is the server's own",
                    "set databases.*.server-id to a number that no server or replica has"));
        }
        return findings;
    }

    private String keep(String setting) {
        return dialect.keep().formatted(setting);
    }

    private void judgeRetention(List<Finding> findings, Duration kept) {
        if (kept.compareTo(WANTED_RETENTION) >= 0) {
            return;
        }
        String what = "binlogs are kept for " + words(kept);
        String remedy = "a connector that is away longer loses its place and reads everything anew; "
                + keep("binlog_expire_logs_seconds = " + WANTED_RETENTION.toSeconds());
        findings.add(kept.compareTo(LEAST_RETENTION) < 0 ? Finding.error(what, remedy) : Finding.warning(what, remedy));
    }

    private static String words(Duration time) {
        return time.toHours() > 0 ? time.toHours() + " h" : time.toSeconds() + " s";
    }

    private void require(List<Finding> findings, String name, String wanted, String meaning) {
        if (text(name).isPresent() && !is(name, wanted)) {
            findings.add(Finding.error(
                    name + " is " + text(name).get(),
                    keep(name + " = '" + wanted + "'") + ", so that the binlog holds " + meaning
                            + "; sessions that are open keep the old value until they end"));
        }
    }

    /// How long binlogs are kept; empty when for ever or unknown.
    private Optional<Duration> retention() {
        Optional<Duration> seconds =
                number("binlog_expire_logs_seconds").filter(n -> n > 0).map(Duration::ofSeconds);
        return seconds.or(() -> number("expire_logs_days").filter(n -> n > 0).map(Duration::ofDays));
    }

    private Optional<Long> number(String name) {
        return text(name).map(String::strip).filter(n -> n.matches("\\d{1,18}")).map(Long::valueOf);
    }

    private boolean is(String name, String value) {
        return text(name)
                .filter(found -> found.toUpperCase(Locale.ROOT).equals(value))
                .isPresent();
    }

    private Optional<String> text(String name) {
        return Optional.ofNullable(values.get(name));
    }
}
