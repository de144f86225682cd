package dev.millrace.contract.capture;

import java.util.Map;

/// Debezium and converter settings that decide the bytes of raw topics. They are the same in our connector and on a
/// Kafka Connect cluster; changing one is a new contract (docs/decisions/0002).
///
/// - ids stay numbers up to 2^64-1: `bigint.unsigned.handling.mode=precise` needs `decimal.format=NUMERIC`
/// - a column that is NULL stays null, whatever its DEFAULT: `replace.null.with.default=false`
/// - DECIMAL is exact text
/// - BINARY is lower-case hex
/// - an update that changes none of the captured columns is not sent: Matomo updates a visit with its every action
/// - temporal columns are milliseconds since epoch whatever their width, for which a custom converter of ours is
/// needed: DATETIME is first read in its database's time zone. `time.precision.mode` is left to read column defaults
/// only, and the mode named here reads every default that MySQL takes
public final class ConverterSettings {

    private ConverterSettings() {}

    /// Connector properties.
    public static Map<String, String> connector() {
        return Map.of(
                "bigint.unsigned.handling.mode", "precise",
                "decimal.handling.mode", "string",
                "binary.handling.mode", "hex",
                "time.precision.mode", "adaptive_time_microseconds",
                "skip.messages.without.change", "true",
                "tombstones.on.delete", "true",
                "event.processing.failure.handling.mode", "fail",
                "include.schema.changes", "false");
    }

    /// Properties of the JSON converter, for keys and values alike.
    public static Map<String, String> json() {
        return Map.of(
                "schemas.enable", "false",
                "decimal.format", "NUMERIC",
                "replace.null.with.default", "false");
    }
}
