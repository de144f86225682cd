package dev.millrace.contract.features;

import static dev.millrace.contract.features.Feature.ITEM_FIRST;
import static dev.millrace.contract.features.Feature.USER_FIRST;

import dev.millrace.contract.features.StatisticsFacts.Activity;

/// An item's own columns, computed once for many requests: they change with the item, its statistics and, because
/// windows move, with every minute.
public final class ItemColumns {
    private static final double CTR_CLICKS = 2;
    private static final double CVR_ORDERS = 1;
    private static final double VIEWS = 50;
    private static final double HALF_POPULAR = 3;

    private final ItemFacts facts;
    private final CatalogueFacts catalogue;
    private final long asOfMs;
    private final TagSet tags;
    private final long[] tagCodes;
    private final long code;
    private final long sellerCode;
    private final long createdAtMs;
    private final double price;
    private final long viewsEver;
    private final long clicksEver;
    private final float[] columns = new float[USER_FIRST.column() - ITEM_FIRST.column()];

    /// The columns of `facts`.
    ///
    /// @param asOfMs when the windows of the statistics end
    public ItemColumns(ItemFacts facts, long asOfMs) {
        this.facts = facts;
        this.asOfMs = asOfMs;
        CatalogueFacts item = facts.catalogue();
        catalogue = item;
        tags = item.tags();
        tagCodes = item.tagCodes();
        code = item.code();
        sellerCode = item.sellerCode();
        createdAtMs = item.createdAtMs();
        price = item.price();
        viewsEver = facts.statistics().ever().views();
        clicksEver = facts.statistics().ever().clicks();
        catalogue(facts.catalogue());
        statistics(facts.statistics());
    }

    /// What the columns are of.
    public ItemFacts facts() {
        return facts;
    }

    /// When the windows end.
    public long asOfMs() {
        return asOfMs;
    }

    /// Whether they were made of this very version of an item.
    @SuppressWarnings("ReferenceEquality") // a version is made once
    public boolean isOf(CatalogueFacts version) {
        return catalogue == version;
    }

    /// The item, as [CatalogueFacts#code]. This and the following are what stands in the facts: a candidate is not to
    /// cost a way through four objects.
    public long code() {
        return code;
    }

    /// Its seller, as [CatalogueFacts#sellerCode].
    public long sellerCode() {
        return sellerCode;
    }

    /// Its tags.
    public TagSet tags() {
        return tags;
    }

    long[] tagCodes() {
        return tagCodes;
    }

    /// When it was created, 0 when unknown.
    public long createdAtMs() {
        return createdAtMs;
    }

    /// Yuan, NaN when unknown.
    public double price() {
        return price;
    }

    /// Views of its page, of all time.
    public long viewsEver() {
        return viewsEver;
    }

    /// Clicks on recommendations of it, of all time.
    public long clicksEver() {
        return clicksEver;
    }

    /// One of the columns that are the item's own.
    ///
    /// @throws IndexOutOfBoundsException when it is not
    public float column(Feature feature) {
        return columns[feature.column() - ITEM_FIRST.column()];
    }

    /// Reads something of all that makes a row, for the sake of reading it.
    float touch() {
        return columns[0] + columns[columns.length - 1] + tagCodes.length;
    }

    float[] columns() {
        return columns;
    }

    private void catalogue(CatalogueFacts item) {
        float unknown = Feature.ITEM_PRICE_LOG.missing();
        set(Feature.ITEM_PRICE_LOG, Double.isNaN(item.price()) ? unknown : Numbers.log(item.price()));
        set(Feature.ITEM_DESCRIPTION_LENGTH, item.descriptionLength());
        set(Feature.ITEM_TAG_COUNT, item.tags().size());
        set(Feature.ITEM_HAS_COVER, item.cover() ? 1 : 0);
    }

    private void statistics(StatisticsFacts item) {
        activity(Feature.ITEM_VIEWS_1H, Feature.ITEM_CLICKS_1H, Feature.ITEM_ORDERS_1H, item.hour());
        activity(Feature.ITEM_VIEWS_24H, Feature.ITEM_CLICKS_24H, Feature.ITEM_ORDERS_24H, item.day());
        activity(Feature.ITEM_VIEWS_7D, Feature.ITEM_CLICKS_7D, Feature.ITEM_ORDERS_7D, item.week());
        activity(Feature.ITEM_VIEWS_EVER, Feature.ITEM_CLICKS_EVER, Feature.ITEM_ORDERS_EVER, item.ever());
        set(Feature.ITEM_CTR, rate(item.ever().clicks(), CTR_CLICKS, item.ever().views()));
        set(Feature.ITEM_CVR, rate(item.ever().orders(), CVR_ORDERS, item.ever().views()));
        set(Feature.ITEM_BUYERS, Numbers.log(item.buyers()));
        set(Feature.ITEM_REVENUE, Numbers.log(item.revenue()));
        float popularity = Numbers.log(item.weekScore());
        set(Feature.ITEM_POPULARITY, (float) (popularity / (HALF_POPULAR + popularity)));
    }

    private void activity(Feature views, Feature clicks, Feature orders, Activity activity) {
        set(views, Numbers.log(activity.views()));
        set(clicks, Numbers.log(activity.clicks()));
        set(orders, Numbers.log(activity.orders()));
    }

    /// Never above 1: not every click and order has a view that was counted.
    private static float rate(long events, double prior, long views) {
        return (float) Math.min(1, (Math.max(0, events) + prior) / (Math.max(0, views) + VIEWS));
    }

    private void set(Feature feature, float value) {
        columns[feature.column() - ITEM_FIRST.column()] = value;
    }
}
