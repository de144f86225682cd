package dev.millrace.query.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.query.support.Items;
import dev.millrace.query.support.TestConfig;
import dev.millrace.query.support.TestService;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/// Requests that nobody in his right mind sends: bytes, lines, paths, parameters, headers and bodies out of a seeded
/// generator. Whatever comes, there is an answer or the connection ends, no fault of ours (500) is among the answers,
/// no
/// answer tells of our code or secrets, and the service is as it was.
class MalformedRequestsTest {
    private static final int COUNT = Integer.getInteger("millrace.malformed.requests", 10_000);
    private static final long SEED = Long.getLong("seed", 20261127L);
    private static final int PATIENCE_MS = 20_000;
    private static final Pattern STATUS = Pattern.compile("HTTP/1\\.1 (\\d{3}) ");
    private static final List<String> OURS = List.of("xception", "\tat ", "dev.millrace", TestConfig.ADMIN_TOKEN);

    private static TestService service;

    @BeforeAll
    static void start() {
        service = new TestService();
        for (long number = 1; number <= 20; number++) {
            service.catalogue.put(Items.dataset(number).addTags("t").build());
        }
        service.noTrending().progress(System.currentTimeMillis());
        service.start();
    }

    @AfterAll
    static void close() {
        service.close();
    }

    @Test
    void eachIsAnsweredOrEndedAndNoneIsAFaultOfOurs() throws IOException {
        Malformed requests = new Malformed(new Random(SEED));
        Map<String, Integer> statuses = new TreeMap<>();
        for (int each = 0; each < COUNT; each++) {
            byte[] request = requests.next();
            String shown =
                    "seed %d, request %d: %s".formatted(SEED, each, new String(request, StandardCharsets.ISO_8859_1));
            String said = said(request);
            for (String secret : OURS) {
                assertThat(said).as(shown).doesNotContain(secret);
            }
            Matcher status = STATUS.matcher(said);
            while (status.find()) {
                statuses.merge(status.group(1), 1, Integer::sum);
                assertThat(status.group(1)).as(shown + said).isNotIn("500", "502", "504");
            }
        }
        assertThat(statuses)
                .as("the generator reaches the routes and what is before them")
                .containsKeys("200", "400", "404", "405", "422");
        assertThat(service.get("/recommend/detail/1?user_id=1").status()).isEqualTo(200);
        assertThat(service.get("/health").status()).isEqualTo(200);
    }

    /// All that comes back until the service ends the connection.
    private static String said(byte[] request) throws IOException {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), service.port())) {
            socket.setSoTimeout(PATIENCE_MS);
            try {
                socket.getOutputStream().write(request);
                socket.shutdownOutput();
                return new String(socket.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1);
            } catch (SocketTimeoutException e) {
                throw new AssertionError("hangs: " + new String(request, StandardCharsets.ISO_8859_1), e);
            } catch (SocketException e) {
                return ""; // it ended the connection before all had been written
            }
        }
    }
}
