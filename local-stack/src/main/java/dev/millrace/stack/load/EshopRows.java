package dev.millrace.stack.load;

import dev.millrace.stack.load.sql.Column;
import dev.millrace.stack.load.sql.IdRanges;
import dev.millrace.stack.load.sql.TableInsert;
import java.nio.charset.StandardCharsets;
import java.time.LocalDateTime;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.zip.CRC32;
import org.jspecify.annotations.Nullable;

/// The rows of Matomo's tables that the clickstream becomes. Times are UTC.
final class EshopRows {
    static final int SITE = 1;
    static final List<Column> ACTION = List.of(
            Column.of("idaction"), Column.of("name"), Column.of("hash"), Column.of("type"), Column.of("url_prefix"));
    static final List<Column> VISIT = List.of(
            Column.of("idvisit"),
            Column.of("idsite"),
            Column.of("idvisitor"),
            Column.of("visit_last_action_time"),
            Column.of("config_id"),
            Column.of("location_ip"),
            Column.of("visit_first_action_time"),
            Column.of("visit_entry_idaction_url"),
            Column.of("visit_exit_idaction_url"),
            Column.of("visit_total_actions"),
            Column.of("last_idlink_va"),
            Column.of("visit_total_time"));
    static final List<Column> VIEW = List.of(
            Column.of("idlink_va"),
            Column.of("idsite"),
            Column.of("idvisitor"),
            Column.of("idvisit"),
            Column.of("server_time"),
            Column.of("idaction_url"),
            Column.of("pageview_position"));
    private static final int PAGE_URL = 1;
    private static final int HTTPS = 2;

    private static final DateTimeFormatter DATETIME = DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss", Locale.ROOT);

    private EshopRows() {}

    static String text(LocalDateTime time) {
        return DATETIME.format(time);
    }

    static List<@Nullable Object> url(long idaction, long item) {
        String name = "eshop.example.com/dataDetail/" + item;
        CRC32 hash = new CRC32();
        hash.update(name.getBytes(StandardCharsets.UTF_8));
        return TableInsert.row(idaction, name, hash.getValue(), PAGE_URL, HTTPS);
    }

    static List<@Nullable Object> view(EshopClick click, long url) {
        return TableInsert.row(
                IdRanges.ESHOP_ROWS + click.number(),
                SITE,
                EshopVisit.visitor(click.session()),
                IdRanges.ESHOP_ROWS + click.session(),
                text(click.time()),
                url,
                click.order());
    }
}
