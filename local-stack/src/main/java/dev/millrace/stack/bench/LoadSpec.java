package dev.millrace.stack.bench;

import java.util.Arrays;
import java.util.List;

/// An open load: `personalised:100` is a hundred personalised lists a second.
record LoadSpec(ListKind kind, int perSecond) {
    private static final int MOST = 100_000;

    /// What is measured when nothing is said.
    static final List<LoadSpec> USUAL = List.of(
            new LoadSpec(ListKind.PERSONALISED, 100),
            new LoadSpec(ListKind.PERSONALISED, 500),
            new LoadSpec(ListKind.SIMILAR, 500),
            new LoadSpec(ListKind.TRENDING, 1_000));

    LoadSpec {
        if (perSecond < 1 || perSecond > MOST) {
            throw new BenchException("a load must be 1..%d requests a second, got %d".formatted(MOST, perSecond));
        }
    }

    /// @throws BenchException when it is no load
    static LoadSpec parse(String text) {
        String[] words = text.strip().split(":", -1);
        List<String> labels =
                Arrays.stream(ListKind.values()).map(ListKind::label).toList();
        if (words.length != 2 || !labels.contains(words[0]) || !words[1].matches("[0-9]{1,6}")) {
            throw new BenchException("a load is %s, a colon and requests a second, such as personalised:100; got %s"
                    .formatted(String.join(" or ", labels), text));
        }
        return new LoadSpec(ListKind.values()[labels.indexOf(words[0])], Integer.parseInt(words[1]));
    }
}
