package dev.millrace.contract.features;

/// What is known of the item on whose page the list stands.
///
/// @param sellerCode as in [CatalogueFacts]; 0 when unknown
public record PageFacts(long sellerCode, TagSet tags) {
    /// A list on no item's page.
    public static final PageFacts NONE = new PageFacts(0, TagSet.EMPTY);
}
