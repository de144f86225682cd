package dev.millrace.contract.features;

/// What is known of the item on whose page the list stands.
///
/// @param seller empty when unknown
public record PageFacts(String seller, TagSet tags) {
    /// A list on no item's page.
    public static final PageFacts NONE = new PageFacts("", TagSet.EMPTY);
}
