package dev.millrace.cdc.capture;

import dev.millrace.cdc.CdcException;
import dev.millrace.cdc.config.DatabaseConfig;
import dev.millrace.cdc.config.Flavour;
import java.util.Map;

/// The Debezium connector of a flavour, and the settings that only it needs.
///
/// @param connector its class, named and not linked: which one is there depends on the class path
/// @param sslMode what its JDBC driver does about TLS unless a site says otherwise
/// @param needed further Debezium settings
public record EngineFlavour(String connector, String sslMode, Map<String, String> needed) {

    static EngineFlavour of(Flavour flavour) {
        return switch (flavour) {
            case MYSQL -> new EngineFlavour("io.debezium.connector.mysql.MySqlConnector", "PREFERRED", Map.of());
            case MARIADB ->
                new EngineFlavour(
                        "io.debezium.connector.mariadb.MariaDbConnector",
                        // Its driver knows no "if the server can".
                        "disable",
                        // The engine of line 3.5 asks for brokers, but connects to none.
                        Map.of("bootstrap.servers", "127.0.0.1:9"));
        };
    }

    /// Refuses a flavour whose connector this process cannot load.
    ///
    /// @throws CdcException that says with which class path to start
    public static void require(DatabaseConfig database) {
        Flavour flavour = database.flavour();
        try {
            Class.forName(of(flavour).connector(), false, EngineFlavour.class.getClassLoader());
        } catch (ClassNotFoundException e) {
            throw new CdcException(
                    "databases.%s.flavour is %s, and this process has no connector for %s: start it with the class path"
                                    .formatted(database.role().prefix(), flavour.word(), flavour.product())
                            + " of %s (docs/operations/cdc.md, Servers)".formatted(flavour.module()),
                    e);
        }
    }
}
