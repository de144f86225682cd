package dev.millrace.query.serve;

/// Has lists.
@FunctionalInterface
public interface ListSource {

    /// The list.
    ///
    /// @throws UnknownItem when the page's item is unknown, deleted or cannot be bought
    /// @throws Unavailable when nothing at all can be had
    ListAnswer answer(ListRequest request);
}
