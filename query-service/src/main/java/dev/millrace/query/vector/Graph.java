package dev.millrace.query.vector;

import org.jspecify.annotations.Nullable;

/// The graph itself: Hierarchical Navigable Small World (Malkov and Yashunin, "Efficient and robust approximate nearest
/// neighbor search using Hierarchical Navigable Small World graphs", TPAMI 2020).
///
/// Every vector is linked to near ones, on the ground level; one in m of them also on the level above, and so on. A
/// search goes greedily from the one vector on top downwards, and on the ground keeps the `ef` best it has met and
/// follows the links of each that is better than the worst of them.
///
/// Links are chosen by the paper's heuristic (algorithm 4): a candidate that is nearer to one already chosen than to
/// the vector itself is left out, for it is reached through that one; so links go in all directions, not all into the
/// nearest cluster. Vectors that died go on being walked through and linked to, they are not found only.
///
/// **Threads:** one writer, any number of readers without locks. The writer sets a new vector's own links on all levels
/// before anybody is linked to it, from the ground up, so who comes upon it can go on.
final class Graph {
    private static final int HIGHEST = 15;

    final Links links;
    private final VectorTable table;
    private final HnswSettings settings;
    private volatile @Nullable Top top;
    private volatile int linked;

    /// Where every search begins.
    record Top(int slot, int level) {}

    Graph(VectorTable table, HnswSettings settings) {
        this.table = table;
        this.settings = settings;
        links = new Links(settings.m(), table.vectors.capacity);
    }

    @Nullable
    Top top() {
        return top;
    }

    /// Slots before this one have all their links.
    int linked() {
        return linked;
    }

    /// The links of the first `linked` slots are there already.
    void resume(int linked, @Nullable Top top) {
        this.linked = linked;
        this.top = top;
    }

    /// Leaves the `k` living vectors nearest to `query` in `space.found`.
    ///
    /// @param ef best vectors that are kept on the way, `k` at least
    void nearest(float[] query, int k, int ef, SearchSpace space) {
        Top begin = top;
        space.begin();
        if (begin == null || k < 1) {
            return;
        }
        int entry = descend(query, begin, 0, space);
        search(query, entry, 0, Math.max(ef, k), false, space);
        keepLiving(k, space);
    }

    /// Keeps the best `k`. What died since it was met is left out, for what took its place may have been found as well.
    private void keepLiving(int k, SearchSpace space) {
        int count = space.sort();
        for (int i = 0; i < count && space.found.size() < k; i++) {
            if (!table.isDead(Scored.slot(space.sorted[i]))) {
                space.found.add(space.sorted[i]);
            }
        }
    }

    /// Links the vector of a slot that the table has published.
    void insert(int slot, SearchSpace space) {
        int level = level(slot);
        links.create(slot, level);
        Top begin = top;
        if (begin == null) {
            linked = slot + 1;
            top = new Top(slot, level);
            return;
        }
        float[] vector = space.vector;
        table.vectors.get(slot, vector);
        int entry = descend(vector, begin, level, space);
        for (int at = Math.min(level, begin.level()); at >= 0; at--) {
            search(vector, entry, at, settings.efConstruction(), true, space);
            int count = space.sort();
            entry = Scored.slot(space.sorted[0]);
            links.write(slot, at, space.chosen, choose(count, settings.m(), space));
        }
        for (int at = 0; at <= Math.min(level, begin.level()); at++) {
            linkBack(slot, at, space);
        }
        linked = slot + 1; // before it is on top
        if (level > begin.level()) {
            top = new Top(slot, level);
        }
    }

    /// Walks down to the level above `level`, always to the nearest; returns where it came to.
    private int descend(float[] query, Top begin, int level, SearchSpace space) {
        int here = begin.slot();
        float best = table.vectors.dot(query, here);
        for (int at = begin.level(); at > level; at--) {
            boolean moved = true;
            while (moved) {
                moved = false;
                int count = links.read(here, at, space.links);
                for (int i = 0; i < count; i++) {
                    float similarity = table.vectors.dot(query, space.links[i]);
                    if (similarity > best) {
                        best = similarity;
                        here = space.links[i];
                        moved = true;
                    }
                }
            }
        }
        return here;
    }

    private void search(float[] query, int entry, int level, int ef, boolean withDead, SearchSpace space) {
        space.begin();
        space.isNew(entry);
        meet(Scored.of(table.vectors.dot(query, entry), entry), ef, withDead, space);
        while (!space.open.isEmpty()) {
            long next = ~space.open.take();
            if (space.found.size() == ef && next < space.found.top()) {
                return;
            }
            int count = links.read(Scored.slot(next), level, space.links);
            int fresh = 0;
            // First who is new, then their vectors: loads that do not wait for each other.
            for (int i = 0; i < count; i++) {
                if (space.isNew(space.links[i])) {
                    space.links[fresh++] = space.links[i];
                }
            }
            for (int i = 0; i < fresh; i++) {
                int slot = space.links[i];
                meet(Scored.of(table.vectors.dot(query, slot), slot), ef, withDead, space);
            }
        }
    }

    private void meet(long scored, int ef, boolean withDead, SearchSpace space) {
        boolean hasRoom = space.found.size() < ef;
        if (!hasRoom && scored <= space.found.top()) {
            return;
        }
        space.open.add(~scored); // the smallest is on top, so the best first
        if (withDead || !table.isDead(Scored.slot(scored))) {
            if (hasRoom) {
                space.found.add(scored);
            } else {
                space.found.replaceTop(scored);
            }
        }
    }

    /// Chooses links among the first `count` of `space.sorted`, into `space.chosen`; returns how many.
    private int choose(int count, int most, SearchSpace space) {
        int chosen = 0;
        for (int i = 0; i < count && chosen < most; i++) {
            int candidate = Scored.slot(space.sorted[i]);
            if (count <= most || isApart(candidate, Scored.similarity(space.sorted[i]), chosen, space)) {
                space.chosen[chosen++] = candidate;
            }
        }
        return chosen;
    }

    private boolean isApart(int candidate, float similarity, int chosen, SearchSpace space) {
        table.vectors.get(candidate, space.other);
        for (int i = 0; i < chosen; i++) {
            if (table.vectors.dot(space.other, space.chosen[i]) > similarity) {
                return false;
            }
        }
        return true;
    }

    /// Links those that `slot` is linked to with it, choosing anew where there is no room.
    private void linkBack(int slot, int level, SearchSpace space) {
        int[] mine = new int[links.room(level)];
        int count = links.read(slot, level, mine);
        for (int i = 0; i < count; i++) {
            if (!links.add(mine[i], level, slot)) {
                chooseAnew(mine[i], level, slot, space);
            }
        }
    }

    private void chooseAnew(int slot, int level, int another, SearchSpace space) {
        int count = links.read(slot, level, space.links);
        table.vectors.get(slot, space.vector);
        space.found.clear();
        space.found.add(Scored.of(table.vectors.dot(space.vector, another), another));
        for (int i = 0; i < count; i++) {
            space.found.add(Scored.of(table.vectors.dot(space.vector, space.links[i]), space.links[i]));
        }
        links.write(slot, level, space.chosen, choose(space.sort(), links.room(level), space));
    }

    /// Geometric with base m, the same for a slot in every graph.
    private int level(int slot) {
        long mixed = (slot + 1) * 0x9E3779B97F4A7C15L;
        mixed = (mixed ^ (mixed >>> 30)) * 0xBF58476D1CE4E5B9L;
        mixed = (mixed ^ (mixed >>> 27)) * 0x94D049BB133111EBL;
        mixed ^= mixed >>> 31;
        double uniform = ((mixed >>> 11) + 1) * 0x1.0p-53;
        return Math.min(HIGHEST, (int) (-Math.log(uniform) / Math.log(settings.m())));
    }
}
