package dev.millrace.stack.bench;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.random.RandomGenerator;

/// A list that query-service is asked for; every item and every user is as likely as any other.
enum ListKind {
    PERSONALISED("recommendations") {
        @Override
        Question question(RandomGenerator random, int items, int users, String... headers) {
            int page = 1 + random.nextInt(items);
            String path = "/recommend/detail/%d?user_id=%d&limit=%d".formatted(page, 1 + random.nextInt(users), LIMIT);
            return new Question(this, RawConnection.get(path, headers), "ds:" + page);
        }
    },
    SIMILAR("similar_items") {
        @Override
        Question question(RandomGenerator random, int items, int users, String... headers) {
            int page = 1 + random.nextInt(items);
            String path = "/similar/%d?limit=%d".formatted(page, LIMIT);
            return new Question(this, RawConnection.get(path, headers), "ds:" + page);
        }
    },
    TRENDING("items") {
        @Override
        Question question(RandomGenerator random, int items, int users, String... headers) {
            return new Question(this, RawConnection.get("/hot/trending?timeframe=24h&limit=" + LIMIT, headers), "");
        }
    };

    /// Items of a list.
    static final int LIMIT = 10;

    private final String field;

    ListKind(String field) {
        this.field = field;
    }

    /// @param request as it is sent
    /// @param page key of the item on whose page the list stands; empty text when it stands on none
    /// @param operation by which its time is told apart
    @SuppressWarnings("ArrayRecordComponent") // never compared
    record Question(ListKind kind, byte[] request, String page, String operation) {
        Question(ListKind kind, byte[] request, String page) {
            this(kind, request, page, kind.label());
        }
    }

    /// A question about a random item and user.
    abstract Question question(RandomGenerator random, int items, int users, String... headers);

    /// So many of them.
    List<Question> questions(int count, RandomGenerator random, int items, int users) {
        List<Question> questions = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            questions.add(question(random, items, users));
        }
        return questions;
    }

    /// The JSON array that holds the list.
    String field() {
        return field;
    }

    /// As it is called in options and figures.
    String label() {
        return name().toLowerCase(Locale.ROOT);
    }
}
