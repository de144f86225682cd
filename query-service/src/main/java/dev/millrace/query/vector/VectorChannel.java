package dev.millrace.query.vector;

import dev.millrace.contract.id.ItemId;
import dev.millrace.query.merge.Channel;
import dev.millrace.query.recall.Candidate;
import dev.millrace.query.recall.Deadline;
import dev.millrace.query.recall.Part;
import dev.millrace.query.recall.RecallChannel;
import dev.millrace.query.recall.RecallInput;
import dev.millrace.query.recall.Scores;
import java.util.List;

/// Items whose words mean what those of the page item do, or without a page those of the actor's newest items: the
/// nearest of their vectors.
///
/// Score = cosine, 0..1, of the nearest of them; what is less similar than the setting says is left out, for something
/// is always nearest.
public final class VectorChannel implements RecallChannel {
    private static final int NEWEST = 3;
    private static final int EXPECTED = 100;

    private final LiveVectors vectors;
    private final double minSimilarity;

    public VectorChannel(LiveVectors vectors, double minSimilarity) {
        this.vectors = vectors;
        this.minSimilarity = minSimilarity;
    }

    @Override
    public Channel channel() {
        return Channel.VECTOR;
    }

    @Override
    public boolean applies(RecallInput input) {
        return input.page().isPresent() || input.hasActor();
    }

    @Override
    public Wait waitsFor(RecallInput input) {
        return input.page().isPresent() ? Wait.NOTHING : Wait.ACTOR;
    }

    @Override
    public Part<List<Candidate>> recall(RecallInput input, Deadline deadline) {
        boolean ready = vectors.isReady();
        if (input.page().isPresent()) {
            return new Part<>(near(List.of(input.page().get().id()), input), ready);
        }
        var actor = input.state().actor(deadline);
        List<ItemId> newest = actor.value().recent().stream().limit(NEWEST).toList();
        return new Part<>(near(newest, input), ready && actor.complete());
    }

    private List<Candidate> near(List<ItemId> items, RecallInput input) {
        Scores best = new Scores(EXPECTED);
        for (ItemId item : items) {
            Nearest nearest = vectors.neighbours(item);
            for (int place = 0; place < nearest.size() && nearest.similarity(place) >= minSimilarity; place++) {
                best.raise(nearest.code(place), Math.clamp(nearest.similarity(place), 0, 1));
            }
        }
        return best.best(code -> input.shown().test(code) && !items.contains(ItemId.ofCode(code)), Integer.MAX_VALUE);
    }
}
