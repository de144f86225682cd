package dev.millrace.stack.supervise;

import dev.millrace.stack.embedded.Secrets;
import dev.millrace.stack.status.DatabaseLogin;
import java.util.LinkedHashMap;
import java.util.Map;

/// What the supervisor tells each part; everything else is the part's own default.
final class PartConfigs {
    /// Twice the default, and half as many transactions: all parts share a machine (docs/decisions/0008).
    private static final String POLL_INTERVAL = "20ms";

    /// Nobody could take over from the one instance, so a pause of the whole machine need not end its
    /// membership.
    private static final String ANY_AGE = "P36500D";
    private static final int SESSION_MS = 10_000;

    /// Name of the secret that shows profiles and explanations.
    static final String ADMIN_TOKEN = "query.admin-token";
    private static final String IQ_TOKEN = "streams.iq-token";

    private static final String HOST = "127.0.0.1";

    private final StackOptions options;
    private final Endpoints endpoints;
    private final Secrets secrets;

    PartConfigs(StackOptions options, Endpoints endpoints, Secrets secrets) {
        this.options = options;
        this.endpoints = endpoints;
        this.secrets = secrets;
    }

    Map<String, Object> cdcConnector() {
        Ports ports = options.ports();
        Map<String, Object> matomo = captured(endpoints.matomoCapture(), ports.base() + 102);
        matomo.put("user-id-key", secrets.get("matomo.user-id-key"));
        return tree(
                "server", server(ports.cdc()),
                "kafka", kafka(),
                "capture", tree("poll-interval", POLL_INTERVAL),
                "databases",
                        tree("business", captured(endpoints.businessCapture(), ports.base() + 101), "matomo", matomo));
    }

    Map<String, Object> streamsApp() {
        Ports ports = options.ports();
        Map<String, Object> server = server(ports.streams());
        server.put("advertised", HOST + ":" + ports.streams());
        return tree(
                "server",
                server,
                "state-dir",
                options.data().streams(),
                "standbys",
                0,
                "iq",
                tree("token", secrets.get(IQ_TOKEN)),
                "session-timeout-ms",
                SESSION_MS,
                "bounds",
                tree("lateness", ANY_AGE), // the real sets are of 2008 to 2011
                "kafka",
                kafka(),
                "databases",
                tree(
                        "business", tree("name", endpoints.business().name()),
                        "matomo", tree("name", endpoints.matomo().name())));
    }

    Map<String, Object> queryService() {
        Ports ports = options.ports();
        return tree(
                "server", server(ports.query()),
                "kafka", kafka(),
                "iq", tree("seeds", HOST + ":" + ports.streams(), "token", secrets.get(IQ_TOKEN)),
                "admin", tree("token", secrets.get(ADMIN_TOKEN)),
                "vectors", tree("snapshot-folder", options.data().vectors()));
    }

    Map<String, Object> embeddingApp() {
        return tree("server", server(options.ports().embedding()), "kafka", kafka());
    }

    Map<String, Object> simulator() {
        return tree(
                "simulator",
                        tree("rate", options.rate(), "port", options.ports().simulator()),
                "query", tree("url", endpoints.queryUrl()),
                "databases", tree("business", login(endpoints.business()), "matomo", login(endpoints.matomo())));
    }

    private Map<String, Object> kafka() {
        return tree("bootstrap", tree("servers", endpoints.kafka()));
    }

    private static Map<String, Object> server(int port) {
        return tree("host", HOST, "port", port);
    }

    /// A replica id has to be unique among everything that reads the same server's binlog.
    private static Map<String, Object> captured(DatabaseLogin login, int serverId) {
        Map<String, Object> all = login(login);
        all.put("server-id", serverId);
        return all;
    }

    private static Map<String, Object> login(DatabaseLogin login) {
        return tree(
                "host", login.host(),
                "port", login.port(),
                "name", login.name(),
                "user", login.user(),
                "password", login.password());
    }

    private static Map<String, Object> tree(Object... keysAndValues) {
        Map<String, Object> tree = new LinkedHashMap<>();
        for (int i = 0; i < keysAndValues.length; i += 2) {
            tree.put((String) keysAndValues[i], keysAndValues[i + 1]);
        }
        return tree;
    }
}
