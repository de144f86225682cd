package dev.millrace.query.rerank;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.contract.id.ItemId;
import dev.millrace.query.merge.Channel;
import dev.millrace.query.merge.ChannelResult;
import dev.millrace.query.merge.Merged;
import dev.millrace.query.recall.Candidate;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class BackFillTest {
    private static final List<ChannelResult> SOURCES =
            List.of(result(Channel.TRENDING, 1, 2, 3), result(Channel.NEWEST, 3, 4, 5));

    private static ChannelResult result(Channel channel, long... numbers) {
        List<Candidate> candidates = LongStream.of(numbers)
                .mapToObj(number -> new Candidate(ItemId.dataset(number), 0.1))
                .toList();
        return new ChannelResult(channel, candidates, true);
    }

    @Test
    void oneSourceAfterTheOtherFillsUpWithoutRepeats() {
        List<Merged> added = BackFill.fill(List.of(ItemId.dataset(2)), SOURCES, id -> id.number() != 4, 10);
        assertThat(added).extracting(one -> one.id().number()).containsExactly(1L, 3L, 5L);
        assertThat(added).extracting(Merged::reason).containsExactly("trending", "trending", "newest");
    }

    @Test
    void stopsWhenTheListIsFull() {
        assertThat(BackFill.fill(List.of(ItemId.dataset(9)), SOURCES, id -> true, 3))
                .extracting(one -> one.id().number())
                .containsExactly(1L, 2L);
        assertThat(BackFill.fill(List.of(ItemId.dataset(9)), SOURCES, id -> true, 1))
                .isEmpty();
    }
}
