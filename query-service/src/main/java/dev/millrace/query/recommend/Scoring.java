package dev.millrace.query.recommend;

import dev.millrace.contract.features.FeatureLayout;
import dev.millrace.contract.features.FeatureRows;
import dev.millrace.contract.features.ItemColumns;
import dev.millrace.contract.id.ItemId;
import dev.millrace.query.merge.BestFirst;
import dev.millrace.query.merge.Merged;
import dev.millrace.query.rank.Ranker;
import dev.millrace.query.recall.Item;
import java.util.ArrayList;
import java.util.List;

/// Gives candidates their rows and their scores. Pure but for the columns it is given.
final class Scoring {
    private final Ranker ranker;
    private final Columns columns;

    Scoring(Ranker ranker, Columns columns) {
        this.ranker = ranker;
        this.columns = columns;
    }

    /// The candidates, best first, ties by item id.
    List<ScoredItem> bestFirst(ListQuestion question, List<Item> items, List<Merged> candidates) {
        List<ScoredItem> scored = inOrder(question, items, candidates);
        float[] scores = new float[scored.size()];
        for (int place = 0; place < scores.length; place++) {
            scores[place] = scored.get(place).score();
        }
        int[] order = BestFirst.order(
                scores,
                scores.length,
                (left, right) -> ItemId.compareCodes(
                        candidates.get(left).code(), candidates.get(right).code()));
        List<ScoredItem> best = new ArrayList<>(order.length);
        for (int place : order) {
            best.add(scored.get(place));
        }
        return best;
    }

    /// The candidates in their order.
    ///
    /// @param items of the candidates
    List<ScoredItem> inOrder(ListQuestion question, List<Item> items, List<Merged> candidates) {
        int count = candidates.size();
        FeatureRows rows = FeatureLayout.rows(question.actor().facts(), question.pageFacts(), question.asOfMs(), count);
        ItemColumns[] own = new ItemColumns[count];
        for (int place = 0; place < count; place++) { // alone: loads from far memory that do not wait for each other
            own[place] =
                    columns.of(candidates.get(place).code(), items.get(place).facts(), question.asOfMs());
        }
        FeatureRows.fetch(own);
        for (int place = 0; place < count; place++) {
            rows.add(own[place], candidates.get(place).facts());
        }
        float[] scores = new float[count];
        ranker.score(rows.values(), count, scores);
        List<ScoredItem> scored = new ArrayList<>(count);
        for (int place = 0; place < count; place++) {
            scored.add(new ScoredItem(items.get(place), candidates.get(place), scores[place], own[place], rows, place));
        }
        return scored;
    }
}
