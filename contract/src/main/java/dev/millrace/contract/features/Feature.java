package dev.millrace.contract.features;

/// The columns of a row, in their order. A name stays its meaning's: what is measured in another way gets another name,
/// or [FeatureLayout#VERSION] goes up.
///
/// Three blocks: the candidate in this request, the item by itself, the actor by himself. No position, no actor's
/// number, nothing that is known only after the list was shown.
public enum Feature {
    CHANNEL_BEHAVIOR("channel_behavior", 0, "0..1", "score by the behavior channel, 1 for its best"),
    CHANNEL_SESSION("channel_session", 0, "0..1", "by the session channel"),
    CHANNEL_PROFILE("channel_profile", 0, "0..1", "by the profile channel"),
    CHANNEL_CONTENT("channel_content", 0, "0..1", "by the content channel"),
    CHANNEL_VECTOR("channel_vector", 0, "0..1", "by the vector channel"),
    CHANNEL_TRENDING("channel_trending", 0, "0..1", "by the trending channel"),
    FUSED("fused", 0, "0..1", "weighted mean of the channels' scores"),
    CHANNEL_COUNT("channel_count", 0, "channels", "how many of these six named the item"),
    PRICE_MATCH("price_match", 0.5f, "0..1", "(1 + lower) / (1 + higher) of the price and the actor's mean price"),
    PRICE_WITHIN_RANGE("price_within_range", 0.5f, "0 or 1", "price between the actor's lowest and highest"),
    TAG_PREFERENCE("tag_preference", 0, "0..1", "sum of the actor's shares of the item's tags"),
    SELLER_AFFINITY("seller_affinity", 0, "0..1", "the actor's share of the item's seller"),
    SAME_SELLER("same_seller", 0, "0 or 1", "seller is that of the page item"),
    TAG_JACCARD("tag_jaccard", 0, "0..1", "tags shared with the page item, to the tags of both"),
    HOURS_SINCE_SEEN("hours_since_seen", 8_760, "hours", "since the actor did something with the item; at most a year"),
    ITEM_AGE_DAYS("item_age_days", 999, "days", "since the item was created"),
    ITEM_FRESHNESS("item_freshness", 30f / (30 + 999), "0..1", "30 / (30 + age in days)"),

    ITEM_PRICE_LOG("item_price_log", -1, "ln(1 + yuan)", "price; 0 for a free item"),
    ITEM_DESCRIPTION_LENGTH("item_description_length", 0, "characters", "of the description"),
    ITEM_TAG_COUNT("item_tag_count", 0, "tags", "distinct, whatever their case"),
    ITEM_HAS_COVER("item_has_cover", 0, "0 or 1", "there is a cover image"),
    ITEM_VIEWS_1H("item_views_1h", 0, "ln(1 + n)", "views of its page"),
    ITEM_CLICKS_1H("item_clicks_1h", 0, "ln(1 + n)", "clicks on recommendations of it"),
    ITEM_ORDERS_1H("item_orders_1h", 0, "ln(1 + n)", "orders that stand"),
    ITEM_VIEWS_24H("item_views_24h", 0, "ln(1 + n)", "views of its page"),
    ITEM_CLICKS_24H("item_clicks_24h", 0, "ln(1 + n)", "clicks on recommendations of it"),
    ITEM_ORDERS_24H("item_orders_24h", 0, "ln(1 + n)", "orders that stand"),
    ITEM_VIEWS_7D("item_views_7d", 0, "ln(1 + n)", "views of its page"),
    ITEM_CLICKS_7D("item_clicks_7d", 0, "ln(1 + n)", "clicks on recommendations of it"),
    ITEM_ORDERS_7D("item_orders_7d", 0, "ln(1 + n)", "orders that stand"),
    ITEM_VIEWS_EVER("item_views_ever", 0, "ln(1 + n)", "views of its page"),
    ITEM_CLICKS_EVER("item_clicks_ever", 0, "ln(1 + n)", "clicks on recommendations of it"),
    ITEM_ORDERS_EVER("item_orders_ever", 0, "ln(1 + n)", "orders that stand"),
    ITEM_CTR("item_ctr", 2f / 50, "0..1", "(clicks + 2) / (views + 50), ever"),
    ITEM_CVR("item_cvr", 1f / 50, "0..1", "(orders + 1) / (views + 50), ever"),
    ITEM_BUYERS("item_buyers", 0, "ln(1 + n)", "distinct buyers ever"),
    ITEM_REVENUE("item_revenue", 0, "ln(1 + yuan)", "revenue ever"),
    ITEM_POPULARITY("item_popularity", 0, "0..1", "x / (3 + x), x = ln(1 + weighted interactions of 7 days)"),

    USER_PURCHASE_COUNT("user_purchase_count", 0, "orders", "that stand"),
    USER_TOTAL_SPENT("user_total_spent", 0, "ln(1 + yuan)", "by all orders"),
    USER_AVERAGE_AMOUNT("user_average_amount", 0, "yuan", "of an order"),
    USER_RECENCY("user_recency", 0, "0..1", "1 / (1 + days since the last order)"),
    USER_FREQUENCY("user_frequency", 0, "orders a day", "from the first to the last, plus a day"),
    USER_IS_ACTIVE("user_is_active", 0, "0 or 1", "an order within 30 days"),
    USER_IS_POWER_USER("user_is_power_user", 0, "0 or 1", "ten orders or more"),
    USER_PREFERRED_PRICE("user_preferred_price", -1, "yuan", "mean price of the items ordered, or else looked at"),
    USER_TAG_DIVERSITY("user_tag_diversity", 0, "tags", "distinct ones of the items ordered"),
    USER_ACTIONS("user_actions", 0, "actions", "views, clicks, carts and searches that the profile holds");

    /// The first column of what is the item's own.
    static final Feature ITEM_FIRST = ITEM_PRICE_LOG;
    /// The first column of what is the actor's own, up to the end of the row.
    static final Feature USER_FIRST = USER_PURCHASE_COUNT;

    private final String label;
    private final float missing;
    private final String unit;
    private final String meaning;

    Feature(String label, float missing, String unit, String meaning) {
        this.label = label;
        this.missing = missing;
        this.unit = unit;
        this.meaning = meaning;
    }

    /// The name in model manifests, settings and logs.
    public String label() {
        return label;
    }

    /// What stands in the column when nothing is known.
    public float missing() {
        return missing;
    }

    /// Unit or range of the values.
    public String unit() {
        return unit;
    }

    /// What is measured.
    public String meaning() {
        return meaning;
    }

    /// The place in a row, from 0.
    public int column() {
        return ordinal();
    }
}
