package dev.millrace.stack.cdc;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.contract.capture.SourceDatabase;
import dev.millrace.stack.embedded.BrokerSettings;
import dev.millrace.stack.embedded.FreePorts;
import dev.millrace.stack.embedded.InProcessBroker;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionTimeoutException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/// Everything that the connector says to MySQL and to Kafka is encrypted, and it speaks only to servers that it trusts.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class TlsIT {
    private static final Duration PATIENCE = Duration.ofMinutes(4);
    private static final String PASSWORD = "account-password-of-this-test";
    private static final String ORDERS = "business.dianshu_backend.order_tab";

    @TempDir
    private static Path folder;

    private SourceServer source;
    private InProcessBroker broker;
    private int securePort;
    private Path mysqlTrust;
    private Path kafkaTrust;
    private Path strangerTrust;

    @BeforeAll
    void start() throws Exception {
        source = SourceServer.start(folder.resolve("mysql"), "SYSTEM", List.of("--ssl"));
        account();
        Certificates certificates = new Certificates(folder);
        mysqlTrust = certificates.trustingPem(folder.resolve("mysql/tables/ca.pem"));
        Path key = certificates.key("broker");
        kafkaTrust = certificates.trusting(key);
        strangerTrust = certificates.trusting(certificates.key("stranger"));
        broker = broker(key);
    }

    @AfterAll
    void stop() {
        broker.close();
        source.close();
    }

    /// The account of the connector may not even log in without TLS, whichever client it is.
    private void account() throws SQLException {
        try (Connection root = source.mysql().connect("", source.mysql().admin());
                Statement statement = root.createStatement()) {
            statement.execute("CREATE USER 'tls'@'%' IDENTIFIED BY '" + PASSWORD + "' REQUIRE SSL");
            statement.execute("GRANT REPLICATION SLAVE, REPLICATION CLIENT, RELOAD ON *.* TO 'tls'@'%'");
            statement.execute("GRANT SELECT, INSERT, UPDATE ON dianshu_backend.* TO 'tls'@'%'");
        }
    }

    private InProcessBroker broker(Path key) {
        int plainPort = FreePorts.one();
        int controllerPort = FreePorts.one();
        securePort = FreePorts.one();
        String plain = "PLAINTEXT://127.0.0.1:" + plainPort;
        String secure = "SSL://127.0.0.1:" + securePort;
        return InProcessBroker.start(new BrokerSettings(
                folder.resolve("kafka"),
                plainPort,
                controllerPort,
                Optional.empty(),
                Map.of(
                        "listeners",
                        plain + "," + secure + ",CONTROLLER://127.0.0.1:" + controllerPort,
                        "advertised.listeners",
                        plain + "," + secure,
                        "listener.security.protocol.map",
                        "PLAINTEXT:PLAINTEXT,SSL:SSL,CONTROLLER:PLAINTEXT",
                        "ssl.keystore.type",
                        "PKCS12",
                        "ssl.keystore.location",
                        key.toString(),
                        "ssl.keystore.password",
                        Certificates.PASSWORD)));
    }

    @Test
    void everyClientIsEncryptedAndVerifiesItsServer() throws Exception {
        source.execute(SourceDatabase.BUSINESS, "INSERT INTO order_tab (dataset_id, create_user) VALUES (1, 9)");
        try (ConnectorChild connector = child("trusted", mysqlTrust, kafkaTrust, "VERIFY_CA")) {
            TopicReader reader = new TopicReader(broker.bootstrapServers());
            awaitOrders(connector, reader, 1);
            source.execute(SourceDatabase.BUSINESS, "INSERT INTO order_tab (dataset_id, create_user) VALUES (2, 9)");
            awaitOrders(connector, reader, 2);
            assertThat(connector.output()).doesNotContain(PASSWORD).doesNotContain(Certificates.PASSWORD);
            assertThat(connector.process().isAlive()).isTrue();
        }
    }

    @Test
    void anAccountThatNeedsTlsIsNotServedWithoutIt() throws Exception {
        assertThat(endOf(child("plain", mysqlTrust, kafkaTrust, "DISABLED")))
                .contains("connector cannot go on", "Access denied for user 'tls'");
    }

    @Test
    void aMysqlOfAnotherAuthorityIsRefusedInWords() throws Exception {
        assertThat(endOf(child("stranger-mysql", strangerTrust, kafkaTrust, "VERIFY_CA")))
                .contains(
                        "connector cannot go on",
                        "the server's certificate is not trusted",
                        "driver.trustCertificateKeyStoreUrl")
                .doesNotContain(PASSWORD)
                .doesNotContain(Certificates.PASSWORD);
    }

    @Test
    void aBrokerOfAnotherAuthorityIsRefusedInWords() throws Exception {
        assertThat(endOf(child("stranger-kafka", mysqlTrust, strangerTrust, "VERIFY_CA")))
                .contains("connector cannot go on", "SSL handshake failed", "PKIX path")
                .doesNotContain(PASSWORD)
                .doesNotContain(Certificates.PASSWORD);
    }

    private static void awaitOrders(ConnectorChild connector, TopicReader reader, int count) throws IOException {
        try {
            Awaitility.await().atMost(PATIENCE).until(() -> reader.all(ORDERS).size() == count);
        } catch (ConditionTimeoutException e) {
            throw new AssertionError(
                    "order " + count + " did not arrive; the connector wrote:\n" + connector.output(), e);
        }
    }

    /// What it wrote, when it has ended with code 1.
    private static String endOf(ConnectorChild connector) throws Exception {
        try (connector) {
            assertThat(connector.process().waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS))
                    .as(connector.output())
                    .isTrue();
            assertThat(connector.process().exitValue()).isEqualTo(1);
            return connector.output();
        }
    }

    private ConnectorChild child(String name, Path mysqlTrusted, Path kafkaTrusted, String mode) throws IOException {
        Path password = Files.writeString(folder.resolve("password"), PASSWORD);
        Path storePassword = Files.writeString(folder.resolve("store-password"), Certificates.PASSWORD + "\n");
        Path settings = Files.writeString(folder.resolve(name + ".yaml"), """
                server: { port: 0 }
                kafka:
                  bootstrap.servers: "127.0.0.1:%d"
                  security.protocol: SSL
                  ssl.truststore.location: "%s"
                  ssl.truststore.password-file: "%s"
                databases:
                  business:
                    port: %d
                    user: tls
                    password-file: "%s"
                    driver:
                      sslMode: %s
                      trustCertificateKeyStoreType: PKCS12
                      trustCertificateKeyStoreUrl: "file:%s"
                      trustCertificateKeyStorePassword-file: "%s"
                  matomo: { enabled: false }
                """.formatted(
                        securePort,
                        kafkaTrusted,
                        storePassword,
                        source.mysql().port(),
                        password,
                        mode,
                        mysqlTrusted,
                        storePassword));
        return ConnectorChild.start(settings, folder.resolve(name + ".log"));
    }
}
