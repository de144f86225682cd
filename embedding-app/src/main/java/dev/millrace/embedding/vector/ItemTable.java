package dev.millrace.embedding.vector;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// What is wanted and what is published for each item of one partition.
///
/// The reader of the catalogue says what is wanted, whoever publishes asks before. A vector counts as
/// published from the moment it is decided to publish it: if that fails, the whole table is thrown away and
/// read again from the topics. Thread-safe; nothing waits in here.
final class ItemTable {

    /// What is to be done about a record.
    enum Verdict {
        /// The text has to be embedded.
        EMBED,
        /// Its vector is there or on its way.
        UNCHANGED,
        /// The table has no room for another item.
        REFUSED
    }

    private static final class Entry {
        private @Nullable Fingerprint published;
        private @Nullable Fingerprint wanted;
        private long offset;
        private boolean left;
    }

    private final int maxItems;
    private final Map<String, Entry> entries = new HashMap<>();
    private int left;
    private long leftFrom = Long.MAX_VALUE;

    ItemTable(int maxItems) {
        this.maxItems = maxItems;
    }

    /// Takes over what the topic says, before anything is wanted; null is a tombstone.
    synchronized void load(String key, @Nullable Fingerprint published) {
        if (published == null) {
            entries.remove(key);
        } else {
            entries.computeIfAbsent(key, _ -> new Entry()).published = published;
        }
    }

    /// The catalogue's newest record of an item has words.
    ///
    /// @param offset of that record
    synchronized Verdict wants(String key, Fingerprint fingerprint, long offset) {
        Entry entry = entries.get(key);
        if (entry == null) {
            if (entries.size() >= maxItems) {
                return Verdict.REFUSED;
            }
            entry = new Entry();
            entries.put(key, entry);
        }
        boolean waitsInLog = take(entry);
        boolean known = fingerprint.equals(entry.wanted) && !waitsInLog;
        boolean there = fingerprint.equals(entry.published);
        entry.offset = offset;
        entry.wanted = there ? entry.published : fingerprint;
        return known || there ? Verdict.UNCHANGED : Verdict.EMBED;
    }

    /// The catalogue's newest record of an item has no words.
    ///
    /// @return whether a vector has to be removed
    synchronized boolean gone(String key) {
        Entry entry = entries.remove(key);
        if (entry == null) {
            return false;
        }
        take(entry);
        return entry.published != null;
    }

    /// Whether a text is still to be embedded.
    synchronized boolean isWanted(String key, Fingerprint fingerprint) {
        Entry entry = entries.get(key);
        return entry != null && fingerprint.equals(entry.wanted) && !fingerprint.equals(entry.published);
    }

    /// Decides to publish a vector: from now on it counts as published.
    ///
    /// @return whether it is still wanted
    synchronized boolean claim(String key, Fingerprint fingerprint) {
        Entry entry = entries.get(key);
        if (entry == null || !isWanted(key, fingerprint)) {
            return false;
        }
        entry.published = fingerprint;
        return true;
    }

    /// Whether no vector has been published since it was decided to remove the last.
    synchronized boolean isBare(String key) {
        Entry entry = entries.get(key);
        return entry == null || entry.published == null;
    }

    /// There is no room for the text of this item: it stays in the log.
    synchronized void leave(String key, Fingerprint fingerprint) {
        Entry entry = entries.get(key);
        if (entry != null && !entry.left && isWanted(key, fingerprint)) {
            entry.left = true;
            left++;
            leftFrom = Math.min(leftFrom, entry.offset);
        }
    }

    /// A record was read from the log again.
    ///
    /// @return whether its text was left there and is still wanted
    synchronized boolean retake(String key, long offset) {
        Entry entry = entries.get(key);
        return entry != null && entry.offset == offset && take(entry);
    }

    private boolean take(Entry entry) {
        if (!entry.left) {
            return false;
        }
        entry.left = false;
        left--;
        return true;
    }

    /// Texts that wait in the log only.
    synchronized int left() {
        return left;
    }

    /// No text that was left lies before this offset.
    synchronized long leftFrom() {
        return leftFrom;
    }

    /// All that was left before `offset` is about to be taken again.
    synchronized void searchedUpTo(long offset) {
        leftFrom = offset;
    }

    synchronized int size() {
        return entries.size();
    }

    /// Items with a vector that the catalogue has never mentioned.
    synchronized List<String> strays() {
        List<String> found = new ArrayList<>();
        entries.forEach((key, entry) -> {
            if (entry.wanted == null) {
                found.add(key);
            }
        });
        return found;
    }
}
