package dev.millrace.stack.simulator;

import java.util.List;
import java.util.random.RandomGenerator;

/// Makes titles, descriptions, tags, sellers and prices of data sets, in English and Chinese.
final class ItemTexts {
    private static final List<List<String>> SUBJECTS = Words.of("subjects");
    private static final List<List<String>> REGIONS = Words.of("regions");
    private static final List<List<String>> FORMS = Words.of("forms");
    private static final List<List<String>> SELLERS = Words.of("sellers");
    private static final double FREE = 0.08;
    private static final double MEDIAN_YUAN = 6;
    private static final double PRICE_SPREAD = 1.4;

    private final RandomGenerator random;

    ItemTexts(RandomGenerator random) {
        this.random = random;
    }

    /// What a seller writes about a data set.
    ///
    /// @param tags with semicolons between
    record Text(String title, String description, String tags, String seller) {}

    /// A new one; three of five are Chinese.
    Text next() {
        boolean chinese = random.nextDouble() < 0.6;
        List<String> subject = any(SUBJECTS);
        List<String> region = any(REGIONS);
        List<String> form = any(FORMS);
        int year = random.nextInt(2012, 2026);
        String seller = word(any(SELLERS), chinese);
        if (chinese) {
            return new Text(
                    "%d年%s%s%s".formatted(year, region.get(1), subject.get(1), form.get(1)),
                    "本数据集收录%s自%d年以来的%s数据，以%s形式提供，字段含时间、地点与数值，可用于分析与建模。"
                            .formatted(region.get(1), year, subject.get(1), form.get(1)),
                    subject.get(3) + ";" + form.get(1),
                    seller);
        }
        return new Text(
                "%s of the %s, %s %d".formatted(capital(subject.get(0)), region.get(0), form.get(0), year),
                "Records of %s in the %s since %d, offered as %s. Each row has a time, a place and a value."
                        .formatted(subject.get(0), region.get(0), year, form.get(0)),
                subject.get(2) + ";" + form.get(0),
                seller);
    }

    /// A log-normal price in cents, the half of them under 6 yuan; some data sets are free.
    long priceCents() {
        if (random.nextDouble() < FREE) {
            return 0;
        }
        return Math.max(1, Math.round(100 * MEDIAN_YUAN * Math.exp(PRICE_SPREAD * random.nextGaussian())));
    }

    /// What somebody types into the search box.
    String searchWord() {
        return word(any(SUBJECTS), random.nextBoolean());
    }

    /// Where an image of the item lies; `version` tells replaced ones apart.
    static String imageUrl(long item, int version) {
        return "https://img.shop.example.com/dataset/%d/cover-%d.png".formatted(item, version);
    }

    private List<String> any(List<List<String>> words) {
        return words.get(random.nextInt(words.size()));
    }

    private static String word(List<String> word, boolean chinese) {
        return word.get(chinese ? 1 : 0);
    }

    private static String capital(String text) {
        return Character.toUpperCase(text.charAt(0)) + text.substring(1);
    }
}
