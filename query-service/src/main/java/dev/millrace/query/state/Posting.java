package dev.millrace.query.state;

import dev.millrace.contract.features.CatalogueColumns;
import dev.millrace.contract.features.CatalogueFacts;
import dev.millrace.contract.id.ItemId;
import java.util.concurrent.ConcurrentNavigableMap;
import java.util.concurrent.ConcurrentSkipListMap;
import org.jspecify.annotations.Nullable;

/// The sellable items that have one thing in common, newest first. The newest are kept in columns beside, for they are
/// asked for again and again and hardly ever change.
///
/// **Threads:** one writer, any number of readers.
final class Posting {
    private final ConcurrentNavigableMap<Age, CatalogueFacts> items = new ConcurrentSkipListMap<>();
    private volatile int version;
    private volatile @Nullable Head head;

    /// When an item was created; the newest comes first.
    record Age(long createdAtMs, ItemId id) implements Comparable<Age> {
        static Age of(CatalogueFacts item) {
            return new Age(item.createdAtMs(), item.id());
        }

        @Override
        public int compareTo(Age other) {
            int newestFirst = Long.compare(other.createdAtMs, createdAtMs);
            return newestFirst != 0 ? newestFirst : id.compareTo(other.id);
        }
    }

    /// @param version of the items that it was made of
    private record Head(int version, int wanted, CatalogueColumns items) {}

    /// Adds an item, or puts its new version where the old one stood.
    void put(Age age, CatalogueFacts item) {
        items.put(age, item);
        changed();
    }

    void remove(Age age) {
        items.remove(age);
        changed();
    }

    void clear() {
        items.clear();
        changed();
    }

    @SuppressWarnings("NonAtomicOperationOnVolatileField") // one writer
    private void changed() {
        version++;
    }

    boolean isEmpty() {
        return items.isEmpty();
    }

    /// The newest, `count` or more of them if there are so many.
    CatalogueColumns newest(int count) {
        int now = version; // before the items are read: what changes meanwhile makes the list void
        Head known = head;
        if (known == null || known.version != now || known.wanted < count) {
            int wanted = known == null ? count : Math.max(count, known.wanted);
            known = new Head(
                    now,
                    wanted,
                    CatalogueColumns.of(items.values().stream().limit(wanted).toList()));
            head = known;
        }
        return known.items;
    }
}
