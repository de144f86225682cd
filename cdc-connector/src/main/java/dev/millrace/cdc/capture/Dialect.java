package dev.millrace.cdc.capture;

import dev.millrace.cdc.config.Flavour;
import java.util.List;

/// How a flavour of server is asked, and how it names its rights.
///
/// @param binlogPlace statements that say where the binlog is, newest spelling first
/// @param replicas statements that list the connected replicas, newest spelling first
/// @param placeRight the right to ask where the binlog is
/// @param listingIsReading whether whoever may list replicas is one that may read the binlog, and the other way round
/// @param keep how a setting is changed for good, with `%s` for `name = value`
record Dialect(
        List<String> binlogPlace, List<String> replicas, String placeRight, boolean listingIsReading, String keep) {

    static Dialect of(Flavour flavour) {
        return switch (flavour) {
            case MYSQL ->
                new Dialect(
                        List.of("SHOW BINARY LOG STATUS", "SHOW MASTER STATUS"),
                        List.of("SHOW REPLICAS", "SHOW SLAVE HOSTS"),
                        "REPLICATION CLIENT",
                        true,
                        "SET PERSIST %s");
            case MARIADB ->
                new Dialect(
                        List.of("SHOW BINLOG STATUS", "SHOW MASTER STATUS"),
                        List.of("SHOW REPLICA HOSTS", "SHOW SLAVE HOSTS"),
                        "BINLOG MONITOR",
                        false,
                        "SET GLOBAL %s, and write it into the server's configuration file");
        };
    }
}
