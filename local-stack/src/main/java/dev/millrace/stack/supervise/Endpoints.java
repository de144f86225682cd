package dev.millrace.stack.supervise;

import dev.millrace.stack.embedded.Secrets;
import dev.millrace.stack.status.DatabaseLogin;
import java.util.LinkedHashMap;
import java.util.Map;

/// Where every server of the stack is found, embedded or external.
///
/// @param queryUrl base of the HTTP API
/// @param kafka bootstrap servers
/// @param business the shop's database, for programs that write to it as the shop does
/// @param matomo Matomo's database, likewise
/// @param businessCapture the same database for the connector
/// @param matomoCapture the same database for the connector
public record Endpoints(
        String queryUrl,
        String kafka,
        DatabaseLogin business,
        DatabaseLogin matomo,
        DatabaseLogin businessCapture,
        DatabaseLogin matomoCapture) {

    static Endpoints of(StackOptions options, Secrets secrets) {
        ExternalParts external = options.external();
        DatabaseLogin business = external.business().orElseGet(() -> embedded(options, secrets, "dianshu_backend"));
        DatabaseLogin matomo = external.matomo().orElseGet(() -> embedded(options, secrets, "matomo"));
        return new Endpoints(
                "http://127.0.0.1:" + options.ports().query(),
                external.kafka().orElse("127.0.0.1:" + options.ports().kafka()),
                business,
                matomo,
                external.business().orElseGet(() -> capture(business, secrets)),
                external.matomo().orElseGet(() -> capture(matomo, secrets)));
    }

    /// As the status shows them.
    Map<String, DatabaseLogin> databases() {
        Map<String, DatabaseLogin> all = new LinkedHashMap<>();
        all.put("business", business);
        all.put("matomo", matomo);
        return all;
    }

    private static DatabaseLogin embedded(StackOptions options, Secrets secrets, String database) {
        return new DatabaseLogin(
                "127.0.0.1", options.ports().mysql(), database, "millrace", secrets.get("mysql.millrace"));
    }

    private static DatabaseLogin capture(DatabaseLogin login, Secrets secrets) {
        return new DatabaseLogin(login.host(), login.port(), login.name(), "cdc", secrets.get("mysql.cdc"));
    }
}
