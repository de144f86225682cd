package dev.millrace.stack.load;

import java.io.IOException;
import java.io.OutputStreamWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.GZIPOutputStream;

/// Tiny data sets of our own in the layout of the real ones.
final class SmallSets {
    private static final String RETAIL_HEAD =
            "InvoiceNo,StockCode,Description,Quantity,InvoiceDate,UnitPrice,CustomerID,Country\n";

    private SmallSets() {}

    /// Writes all four below `folder`.
    static Path write(Path folder) throws IOException {
        gz(folder, "catalogue/catalogue-en.jsonl.gz", """
                {"id":"x:1","title":"Sea levels","description":"Tides","tags":["sea","a;b"],"publisher":"Harbour","created_at":"2024-01-02T03:04:05Z","updated_at":"2024-02-02T00:00:00Z"}
                {"id":"x:2","title":"  "}
                """);
        gz(folder, "catalogue/catalogue-zh.jsonl.gz", """
                {"id":"z:1","title":"空气质量","snapshot_date":"2018-03-20"}
                """);
        StringBuilder retail = new StringBuilder(RETAIL_HEAD);
        for (int i = 0; i < 20; i++) {
            retail.append("%d,1000%d,GOODS %d,2,2011-07-01 12:%02d:00,1.25,5%d,France\n"
                    .formatted(100 + i, i % 4, i % 4, i, i % 3));
        }
        retail.append("""
                200,post,POSTAGE,1,2011-07-02 10:00:00,9.00,50,France
                201,10000a,"NEW, GOODS",1,2011-07-02 10:00:00,3.00,50,France
                202,10000,GOODS 0,1,2011-07-02 10:00:00,3.00,,France
                203,10000,GOODS 0,1,2011-07-02 10:00:00,0.00,50,France
                C204,10000,GOODS 0,-2,2011-07-03 10:00:00,1.25,50,France
                C205,10003,GOODS 3,-2,2011-07-03 10:00:00,1.25,99,France
                """);
        gz(folder, "online-retail/online-retail.csv.gz", retail.toString());
        gz(folder, "eshop-clickstream/e-shop-clothing-2008.csv.gz", """
                year;month;day;order;country;session ID;page 1 (main category);page 2 (clothing model);colour;location;model photography;price;price 2;page
                2008;4;1;1;29;1;1;A13;1;5;1;28;2;1
                2008;4;1;2;29;1;1;A16;1;6;1;33;2;1
                2008;4;2;1;29;2;4;P1;14;6;1;38;2;5
                2008;4;2;2;29;2;1;A13;1;6;1;28;2;1
                2008;4;2;3;29;2;1;A13;1;6;1;28;2;1
                """);
        gz(folder, "matomo/matomo-omnifixture-log-tables.sql.gz", """
                INSERT INTO `matomo_site` (`idsite`) VALUES (1);
                INSERT INTO `matomo_log_action` (`idaction`, `name`, `hash`, `type`, `url_prefix`) VALUES (1,'a.example/',1,1,0),(2,'it\\'s',4291133701,4,NULL);
                INSERT INTO `matomo_log_visit` (`idvisit`, `idsite`, `idvisitor`, `visit_last_action_time`, `config_id`, `location_ip`, `visit_first_action_time`, `visit_total_time`, `column_of_a_plugin`) VALUES (1,1,0x0102030405060700,'2012-01-05 11:22:33',0x0102030405060708,0x7F000001,'2012-01-05 11:22:33',0,'x');
                """);
        return folder;
    }

    private static void gz(Path folder, String name, String text) throws IOException {
        Path file = folder.resolve(name);
        Files.createDirectories(file.getParent());
        try (var out =
                new OutputStreamWriter(new GZIPOutputStream(Files.newOutputStream(file)), StandardCharsets.UTF_8)) {
            out.write(text);
        }
    }
}
