package dev.millrace.cdc.capture;

import dev.millrace.cdc.CdcException;
import dev.millrace.cdc.config.DatabaseConfig;
import java.security.cert.CertPathBuilderException;
import java.security.cert.CertPathValidatorException;
import java.security.cert.CertificateException;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Properties;
import java.util.concurrent.locks.LockSupport;

/// Plain JDBC connections to a source database, for the few statements that are not Debezium's.
public final class SourceConnection {
    private static final int DEEPEST = 20;
    private static final Duration RETRY = Duration.ofMillis(500);

    private SourceConnection() {}

    /// One connection in autocommit mode; the caller closes it.
    public static Connection open(DatabaseConfig database) throws SQLException {
        Properties settings = new Properties();
        settings.putAll(database.driver());
        settings.putIfAbsent("connectTimeout", "5000");
        settings.putIfAbsent("socketTimeout", "30000");
        settings.putIfAbsent("tcpKeepAlive", "true");
        settings.putIfAbsent("sslMode", EngineFlavour.of(database.flavour()).sslMode());
        settings.putIfAbsent("allowPublicKeyRetrieval", "true");
        settings.setProperty("user", database.user());
        settings.setProperty("password", database.password().value());
        String url = "jdbc:%s://%s:%d/%s"
                .formatted(database.flavour().word(), database.host(), database.port(), database.name());
        return DriverManager.getConnection(url, settings);
    }

    /// The first connection, waiting for a server that is still starting.
    ///
    /// @throws CdcException when `patience` is over or the account is refused
    public static Connection await(DatabaseConfig database, Duration patience) {
        long deadline = System.nanoTime() + patience.toNanos();
        while (true) {
            try {
                return open(database);
            } catch (SQLException e) {
                boolean refused = (e.getSQLState() != null && e.getSQLState().startsWith("28")) || isUntrusted(e);
                if (refused || System.nanoTime() - deadline > 0) {
                    throw new CdcException(
                            "no connection to the %s database %s at %s:%d as %s: %s"
                                    .formatted(
                                            database.source().name(),
                                            database.name(),
                                            database.host(),
                                            database.port(),
                                            database.user(),
                                            reason(e)),
                            e);
                }
                LockSupport.parkNanos(RETRY.toNanos());
            }
        }
    }

    /// The first line of what the driver says, which writes paragraphs, with the cause that it hides.
    public static String reason(SQLException error) {
        String first = firstLine(error);
        Throwable root = root(error);
        String cause = firstLine(root);
        if (isUntrusted(error)) {
            return "the server's certificate is not trusted (" + cause + "): driver.sslMode and"
                    + " driver.trustCertificateKeyStoreUrl say whom to trust";
        }
        return first.contains(cause) ? first : first + " (" + cause + ")";
    }

    private static String firstLine(Throwable error) {
        return String.valueOf(error.getMessage()).lines().findFirst().orElse("no message");
    }

    private static boolean isUntrusted(SQLException error) {
        return root(error) instanceof CertificateException
                || root(error) instanceof CertPathBuilderException
                || root(error) instanceof CertPathValidatorException;
    }

    private static Throwable root(Throwable error) {
        Throwable root = error;
        for (int i = 0; i < DEEPEST && root.getCause() != null; i++) {
            root = root.getCause();
        }
        return root;
    }
}
