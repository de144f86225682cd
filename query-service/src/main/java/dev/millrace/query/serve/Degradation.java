package dev.millrace.query.serve;

/// A part that an answer had to do without; the word is shown in `X-Degraded`.
public enum Degradation {
    /// Neighbours could not be read, or activities are still being read: an item's own stands for its neighbours'.
    NEIGHBOURS,
    /// The catalogue was not searched to its end for items like the page's.
    CONTENT,
    /// The profile of the actor could not be read.
    PROFILE,
    /// The sessions are still being read, or the click path could not be.
    SESSIONS,
    /// Trending could not be read: an older list was used, or none.
    TRENDING,
    /// The vectors of items are still being read, or the actor's items could not be.
    VECTORS,
    /// The owner of the item is away: the catalogue copy answered, without statistics.
    REPLICA,
    /// A copy that may lag answered for the owner.
    STANDBY,
    /// What the list stands on could not be read: the last one that could be made was served.
    LAST_GOOD
}
