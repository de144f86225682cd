package dev.millrace.stack.bench;

import dev.millrace.stack.simulator.Zipf;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;

/// What shop front ends ask together: half of it similar items, a fifth each pages of visitors nobody knows and of
/// users,
/// a tenth trending. Items and users are Zipf-distributed with exponent 1, and what is popular here is what the
/// simulator's
/// customers look at and buy most: the most asked for lists are those that change most.
final class MixedQuestions {
    /// Endpoints as metrics name them; a page of a user apart from one of nobody.
    static final List<String> OPERATIONS = List.of("similar", "anonymous", "personalised", "trending");

    private static final double SIMILAR = 0.5;
    private static final double ANONYMOUS = 0.7;
    private static final double PERSONALISED = 0.9;

    private final Zipf ranks = new Zipf();
    private final RandomGenerator random;
    private final List<Integer> itemsByRank;
    private final int users;
    private final String[] headers;

    /// @param headers that each request has, whole lines
    MixedQuestions(RandomGenerator random, int items, int users, String... headers) {
        this.headers = headers.clone();
        this.random = random;
        this.users = users;
        itemsByRank = new ArrayList<>(IntStream.rangeClosed(1, items).boxed().toList());
        Collections.shuffle(itemsByRank, new Random(SimulatorProcess.SEED)); // as its catalogue does
    }

    /// So many of them.
    List<ListKind.Question> take(int count) {
        List<ListKind.Question> questions = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            questions.add(next());
        }
        return questions;
    }

    private ListKind.Question next() {
        double share = random.nextDouble();
        int page = itemsByRank.get(ranks.draw(random, itemsByRank.size()));
        if (share < SIMILAR) {
            return question(ListKind.SIMILAR, "/similar/%d?limit=%d".formatted(page, ListKind.LIMIT), page, "similar");
        }
        if (share < ANONYMOUS) {
            String path = "/recommend/detail/%d?limit=%d".formatted(page, ListKind.LIMIT);
            return question(ListKind.PERSONALISED, path, page, "anonymous");
        }
        if (share < PERSONALISED) {
            String path = "/recommend/detail/%d?user_id=%d&limit=%d"
                    .formatted(page, 1 + ranks.draw(random, users), ListKind.LIMIT);
            return question(ListKind.PERSONALISED, path, page, "personalised");
        }
        String path = "/hot/trending?timeframe=24h&limit=" + ListKind.LIMIT;
        return new ListKind.Question(ListKind.TRENDING, RawConnection.get(path, headers), "", "trending");
    }

    private ListKind.Question question(ListKind kind, String path, int page, String operation) {
        return new ListKind.Question(kind, RawConnection.get(path, headers), "ds:" + page, operation);
    }
}
