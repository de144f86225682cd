package dev.millrace.stack.cdc;

import java.util.Arrays;

/// What a raw record says about its row, by Debezium's letter.
enum RowOp {
    READ("r"),
    CREATE("c"),
    UPDATE("u"),
    DELETE("d"),
    TOMBSTONE("");

    private final String letter;

    RowOp(String letter) {
        this.letter = letter;
    }

    static RowOp of(String letter) {
        return Arrays.stream(values())
                .filter(op -> op.letter.equals(letter))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("no operation has the letter '" + letter + "'"));
    }

    /// Whether the row exists after it.
    boolean leavesARow() {
        return this == READ || this == CREATE || this == UPDATE;
    }
}
