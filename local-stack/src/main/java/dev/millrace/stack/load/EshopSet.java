package dev.millrace.stack.load;

import dev.millrace.stack.load.sql.Column;
import dev.millrace.stack.load.sql.IdRanges;
import dev.millrace.stack.load.sql.TableInsert;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVRecord;

/// The e-shop clickstream: models become data sets, sessions Matomo visits, clicks page views of
/// `dataDetail/<id>`.
final class EshopSet {
    static final String FILE = "e-shop-clothing-2008.csv.gz";
    static final CSVFormat FORMAT = CSVFormat.DEFAULT
            .builder()
            .setDelimiter(';')
            .setHeader()
            .setSkipHeaderRecord(true)
            .get();
    private static final List<Column> ITEM = List.of(
            Column.of("id"),
            Column.of("dataset_name"),
            Column.of("description"),
            Column.of("tag"),
            Column.of("price"),
            Column.wallClock("create_time"),
            Column.wallClock("update_time"));

    private final Map<String, EshopClick> models = new LinkedHashMap<>();
    private final Map<String, Integer> indexes = new LinkedHashMap<>();
    private final Map<Integer, EshopVisit> visits = new LinkedHashMap<>();
    private final List<EshopClick> clicks = new ArrayList<>();

    private EshopSet() {}

    static LoadPlan plan(Path folder, int limit, String prefix) {
        EshopSet set = new EshopSet();
        try (var reader = SourceFiles.open(folder, FILE);
                var lines = FORMAT.parse(reader)) {
            for (CSVRecord line : lines) {
                if (set.clicks.size() == limit) {
                    break;
                }
                set.take(EshopClick.of(line));
            }
        } catch (IOException e) {
            throw SourceFiles.unreadable(folder, FILE, e);
        }
        return new LoadPlan(
                "eshop-clickstream",
                set.clicks.size(),
                set.steps(prefix),
                Map.of(),
                List.of("only the day of a click is known: the time of day is made up, the same at every run"));
    }

    private void take(EshopClick click) {
        if (models.putIfAbsent(click.model(), click) == null) {
            indexes.put(click.model(), indexes.size());
        }
        visits.computeIfAbsent(click.session(), session -> new EshopVisit(click))
                .add(click);
        clicks.add(click);
    }

    private List<LoadStep> steps(String prefix) {
        List<EshopClick> items = List.copyOf(models.values());
        var datasets = new InsertStep<>(
                "eshop-items", Target.BUSINESS, "dataset", ITEM, items, this::item, EshopClick::model, this::itemId);
        return List.of(
                datasets,
                new InsertStep<>(
                        "eshop-urls",
                        Target.MATOMO,
                        prefix + "log_action",
                        EshopRows.ACTION,
                        items,
                        click -> EshopRows.url(urlId(click), itemId(click)),
                        EshopClick::model,
                        this::urlId),
                new InsertStep<>(
                        "eshop-visits",
                        Target.MATOMO,
                        prefix + "log_visit",
                        EshopRows.VISIT,
                        List.copyOf(visits.values()),
                        visit -> visit.row(urlId(visit.first()), urlId(visit.last())),
                        visit -> String.valueOf(visit.first().session()),
                        EshopVisit::id),
                new InsertStep<>(
                        "eshop-views",
                        Target.MATOMO,
                        prefix + "log_link_visit_action",
                        EshopRows.VIEW,
                        List.copyOf(clicks),
                        click -> EshopRows.view(click, urlId(click)),
                        click -> String.valueOf(click.number()),
                        click -> IdRanges.ESHOP_ROWS + click.number()));
    }

    private List<@org.jspecify.annotations.Nullable Object> item(EshopClick first) {
        String title = "%s, model %s".formatted(first.categoryName(), first.model());
        long since = first.time().toEpochSecond(java.time.ZoneOffset.UTC);
        return TableInsert.row(
                itemId(first),
                title,
                "%s in %s, model %s of a shop for maternity wear"
                        .formatted(first.categoryName(), first.colourName(), first.model()),
                first.categoryName() + ";" + first.colourName(),
                first.price(),
                since,
                since);
    }

    private long itemId(EshopClick click) {
        return IdRanges.ESHOP_ITEMS + index(click);
    }

    private long urlId(EshopClick click) {
        return IdRanges.ESHOP_ROWS + index(click);
    }

    private int index(EshopClick click) {
        return indexes.getOrDefault(click.model(), -1);
    }
}
