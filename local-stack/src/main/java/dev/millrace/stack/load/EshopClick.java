package dev.millrace.stack.load;

import java.time.LocalDate;
import java.time.LocalDateTime;
import java.util.List;
import org.apache.commons.csv.CSVRecord;

/// One product view of the e-shop clickstream.
///
/// @param number 1 for the first line after the heading
/// @param order click number in its session, from 1
record EshopClick(
        int number, LocalDate date, int order, int session, String model, int category, int colour, int price) {
    private static final List<String> CATEGORIES = List.of("trousers", "skirts", "blouses", "sale");
    private static final List<String> COLOURS = List.of(
            "beige",
            "black",
            "blue",
            "brown",
            "burgundy",
            "gray",
            "green",
            "navy blue",
            "many colours",
            "olive",
            "pink",
            "red",
            "violet",
            "white");
    private static final int OPENS_SECOND = 8 * 3600;
    private static final int ENTRY_SECONDS = 12 * 3600;
    private static final int SECONDS_A_CLICK = 30;

    static EshopClick of(CSVRecord line) {
        return new EshopClick(
                Math.toIntExact(line.getRecordNumber()),
                LocalDate.of(number(line, "year"), number(line, "month"), number(line, "day")),
                number(line, "order"),
                number(line, "session ID"),
                line.get("page 2 (clothing model)").strip(),
                number(line, "page 1 (main category)"),
                number(line, "colour"),
                number(line, "price"));
    }

    /// When the click is taken to be: only its day is known. A session starts between 8 and 20 o'clock, spread by its
    /// number, and its clicks follow 30 s apart.
    LocalDateTime time() {
        int start = OPENS_SECOND + Math.floorMod(session * 7919, ENTRY_SECONDS);
        return date.atStartOfDay().plusSeconds(start + (long) SECONDS_A_CLICK * (order - 1));
    }

    String categoryName() {
        return CATEGORIES.get(category - 1);
    }

    String colourName() {
        return COLOURS.get(colour - 1);
    }

    private static int number(CSVRecord line, String column) {
        return Integer.parseInt(line.get(column).strip());
    }
}
