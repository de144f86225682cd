package dev.millrace.stack.cdc;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.contract.capture.MatomoUserId;
import dev.millrace.contract.capture.SourceDatabase;
import dev.millrace.stack.embedded.Account;
import dev.millrace.stack.embedded.InProcessBroker;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.awaitility.core.ConditionTimeoutException;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// No name, phone number, e-mail or IP address of a person leaves the databases: not in a topic, not in the log.
final class PrivacyIT {
    private static final String NAME = "Zhang Wei-Privat";
    private static final String PHONE = "13912345678";
    private static final String LANDLINE = "010-62345678";
    private static final String MAIL = "zhang.wei@mail.example.com";
    private static final String ADDRESS = "203.0.113.77";
    private static final String ADDRESS_HEX = "cb00714d";
    private static final List<String> SECRETS = List.of(
            NAME, "Zhang", "wei.example", LANDLINE, PHONE, MAIL, "zhang.wei", ADDRESS, ADDRESS_HEX, "ywBxTQ", "Privat");
    private static final Set<String> BROKERS_OWN = Set.of("__transaction_state", "__consumer_offsets");
    private static final String ORDERS = "business.dianshu_backend.order_tab";
    private static final String USERS = "business.dianshu_backend.user";
    private static final String VISITS = "matomo.matomo.matomo_log_visit";
    private static final Pattern USER_NAME = Pattern.compile("\"user_name\":\"(h:[0-9a-f]{16})\"");
    private static final Pattern USER_ID = Pattern.compile("\"user_id\":\"(h:[0-9a-f]{16})\"");
    private static final String ACTIONS = "matomo.matomo.matomo_log_action";

    @ParameterizedTest
    @EnumSource(names = {"ID", "USER_NAME"})
    void nothingPersonalIsInAnyTopicOrLog(MatomoUserId userId, @TempDir Path folder) throws Exception {
        try (SourceServer source = SourceServer.start(folder.resolve("mysql"), "SYSTEM");
                InProcessBroker broker = InProcessBroker.start(folder.resolve("kafka"))) {
            insertPerson(source, 1);
            Path settings = settings(folder, source, broker.bootstrapServers(), userId);
            try (ConnectorChild connector = ConnectorChild.start(settings, folder.resolve("connector.log"))) {
                TopicReader reader = new TopicReader(broker.bootstrapServers());
                awaitMark(reader, connector, 1);
                insertPerson(source, 2);
                source.execute(
                        SourceDatabase.BUSINESS,
                        "UPDATE user SET mobile = NULL",
                        "UPDATE dataset SET price = 2",
                        "DELETE FROM dataset WHERE id = 1");
                source.execute(SourceDatabase.MATOMO, "UPDATE matomo_log_visit SET visit_total_actions = 3");
                mark(source, 3);
                awaitMark(reader, connector, 3);
                assertThat(connector.stop()).isLessThan(Duration.ofSeconds(12));

                String everything = everything(reader);
                for (String secret : SECRETS) {
                    assertThat(everything).as("topics").doesNotContainIgnoringCase(secret);
                    assertThat(connector.output()).as("log").doesNotContainIgnoringCase(secret);
                }
                assertThat(everything)
                        .contains("\"dataDetail/123?from=rec&rid=req_1&pos=2\"")
                        .containsPattern(Pattern.compile("\"user_id\":\"h:[0-9a-f]{16}\""));
                if (userId == MatomoUserId.ID) {
                    assertThat(everything).contains("\"user_id\":\"42\"");
                    assertThat(reader.topics()).doesNotContain(USERS);
                } else {
                    assertThat(everything).as("a number may be a name").doesNotContain("\"user_id\":\"42\"");
                    assertUsersAreKnownByTheirHash(reader);
                }
            }
        }
    }

    /// Both persons have the same name: as users, and as the login of a visit.
    private static void assertUsersAreKnownByTheirHash(TopicReader reader) {
        Set<String> hashes = new TreeSet<>();
        for (ConsumerRecord<String, String> user : reader.all(USERS)) {
            assertThat(user.value()).doesNotContain("mobile", "user_email");
            hashes.addAll(found(USER_NAME, user.value()));
        }
        assertThat(hashes).hasSize(1);
        assertThat(reader.all(VISITS).stream().flatMap(visit -> found(USER_ID, visit.value()).stream()))
                .containsAll(hashes);
    }

    private static List<String> found(Pattern pattern, String text) {
        return pattern.matcher(text).results().map(match -> match.group(1)).toList();
    }

    private static void insertPerson(SourceServer source, int id) throws Exception {
        String text = "ask " + MAIL + " or " + PHONE + " or " + LANDLINE + " from " + ADDRESS;
        source.execute(
                SourceDatabase.BUSINESS,
                "INSERT INTO user (id, user_name, mobile, user_email) VALUES (%d, '%s', '%s', '%s')"
                        .formatted(id, NAME, PHONE, MAIL),
                "INSERT INTO dataset (id, dataset_name, description, intro) VALUES (%d, 'GDP %s', '%s', '%s')"
                        .formatted(id, PHONE, text, NAME));
        String url = "shop.example.com/dataDetail/123?name=%s&from=rec&mail=%s&rid=req_1&pos=2#%s"
                .formatted(NAME.replace(' ', '+'), MAIL, PHONE);
        source.execute(
                SourceDatabase.MATOMO,
                action(url, 1),
                action("Profile of " + NAME, 4),
                action("wei.example.com/u/" + NAME + "/dataDetail/124", 1),
                action("shop.example.com/user/" + NAME, 1),
                action("shop.example.com/#/search?q=" + NAME, 1),
                action("weather " + NAME, 8),
                action(NAME, 10),
                action("call " + NAME, 11),
                action(NAME + " " + LANDLINE, 12),
                visit(MAIL),
                visit(NAME),
                visit(PHONE),
                visit("42"),
                ("INSERT INTO matomo_log_link_visit_action (idsite, idvisitor, idvisit, server_time, idaction_url,"
                                + " custom_dimension_1, custom_dimension_3)"
                                + " VALUES (1, x'0011223344556677', 1, NOW(), 1, '%s', 'from %s')")
                        .formatted(MAIL, NAME));
        mark(source, id);
    }

    private static String action(String name, int type) {
        return "INSERT INTO matomo_log_action (name, hash, type) VALUES ('%s', 1, %d)".formatted(name, type);
    }

    private static String visit(String userId) {
        return ("INSERT INTO matomo_log_visit (idsite, idvisitor, visit_last_action_time, config_id, location_ip, user_id,"
                        + " visit_first_action_time, visit_total_time)"
                        + " VALUES (1, x'0011223344556677', NOW(), x'00', x'%s', '%s', NOW(), 1)")
                .formatted(ADDRESS_HEX, userId);
    }

    private static void mark(SourceServer source, int number) throws Exception {
        source.execute(SourceDatabase.MATOMO, action("shop.example.com/dataDetail/900" + number, 1));
        source.execute(
                SourceDatabase.BUSINESS,
                "INSERT INTO order_tab (dataset_id, create_user, price) VALUES (5, 9, %d)".formatted(number));
    }

    private static void awaitMark(TopicReader reader, ConnectorChild connector, int number) throws Exception {
        try {
            reader.await(ACTIONS, records -> contains(records, "\"name\":\"dataDetail/900" + number + "\""));
            reader.await(ORDERS, records -> contains(records, "\"price\":\"" + number + ".00\""));
        } catch (ConditionTimeoutException e) {
            throw new AssertionError(
                    "mark " + number + " did not arrive; the connector wrote:\n" + connector.output(), e);
        }
    }

    private static boolean contains(List<ConsumerRecord<String, String>> records, String text) {
        return records.stream()
                .anyMatch(message -> message.value() != null && message.value().contains(text));
    }

    private static String everything(TopicReader reader) {
        List<String> texts = new ArrayList<>();
        for (String topic : reader.topics()) {
            if (!BROKERS_OWN.contains(topic)) {
                reader.all(topic).forEach(message -> texts.add(text(message)));
            }
        }
        return String.join("\n", texts);
    }

    private static String text(ConsumerRecord<String, String> message) {
        String headers = java.util.Arrays.stream(message.headers().toArray())
                .map(header -> header.key() + "=" + new String(header.value(), StandardCharsets.UTF_8))
                .collect(Collectors.joining(","));
        return message.topic() + " " + message.key() + " " + message.value() + " " + headers;
    }

    private static Path settings(Path folder, SourceServer source, String brokers, MatomoUserId userId)
            throws Exception {
        Account account = source.mysql().capture();
        Path file = folder.resolve("cdc-connector.yaml");
        Files.writeString(file, """
                server:
                  port: 0
                kafka:
                  bootstrap.servers: "%s"
                databases:
                  business:
                    port: %d
                    user: %s
                    password: "%s"
                  matomo:
                    port: %d
                    user: %s
                    password: "%s"
                    user-id-key: a key for this test
                    user-id: %s
                """.formatted(
                        brokers,
                        source.mysql().port(),
                        account.user(),
                        account.password(),
                        source.mysql().port(),
                        account.user(),
                        account.password(),
                        userId.word()));
        return file;
    }
}
