package dev.millrace.stack.simulator;

import dev.millrace.stack.load.sql.Sql;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.util.Map;
import java.util.zip.CRC32;
import org.jspecify.annotations.Nullable;

/// Matomo's table of names: a URL, title or event word is looked up by type and CRC-32, and added when it is new.
final class ActionNames {
    static final int PAGE_URL = 1;
    static final int PAGE_TITLE = 4;
    static final int SITE_SEARCH = 8;
    static final int EVENT_CATEGORY = 10;
    static final int EVENT_ACTION = 11;
    static final int EVENT_NAME = 12;
    private static final int HTTPS = 2;
    private static final int REMEMBERED = 20_000;

    private final Map<Name, Long> known = new Recent<>(REMEMBERED);
    private final String table;
    private int added;

    ActionNames(String prefix) {
        this.table = prefix + "log_action";
    }

    private record Name(int type, String text) {}

    /// Forgets what may not have been committed.
    void forget() {
        known.clear();
    }

    /// Rows added since the last call.
    int takeAdded() {
        int rows = added;
        added = 0;
        return rows;
    }

    /// The id of a name, which is a row of the table afterwards. URLs come without their scheme.
    long idOf(Sql sql, int type, String text) throws SQLException {
        Name name = new Name(type, text);
        Long id = known.get(name);
        if (id == null) {
            id = find(sql, name);
            known.put(name, id);
        }
        return id;
    }

    private long find(Sql sql, Name name) throws SQLException {
        CRC32 crc = new CRC32();
        crc.update(name.text().getBytes(StandardCharsets.UTF_8));
        long found = sql.number(
                "SELECT idaction FROM %s WHERE hash = ? AND type = ? AND name = ? ORDER BY idaction LIMIT 1"
                        .formatted(table),
                crc.getValue(),
                name.type(),
                name.text());
        if (found > 0) {
            return found;
        }
        @Nullable Integer urlPrefix = name.type() == PAGE_URL ? HTTPS : null;
        added++;
        return sql.insert(
                "INSERT INTO %s (name, hash, type, url_prefix) VALUES (?, ?, ?, ?)".formatted(table),
                name.text(),
                crc.getValue(),
                name.type(),
                urlPrefix);
    }
}
