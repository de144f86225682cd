package dev.millrace.stack.cdc;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.SplittableRandom;

/// Statements that change what a row of a captured table looks like in the binlog, and no captured column.
final class SchemaChanges {
    private final SplittableRandom random;
    private final Deque<String> undo = new ArrayDeque<>();
    private int count;

    SchemaChanges(SplittableRandom random) {
        this.random = random;
    }

    /// Columns come before captured ones, so that a reader with the wrong shape reads wrong values.
    String next() {
        if (!undo.isEmpty() && random.nextInt(3) == 0) {
            return undo.removeFirst();
        }
        String table = random.nextInt(4) == 0 ? "dataset" : "order_tab";
        String name = "kill_" + ++count;
        return switch (random.nextInt(4)) {
            case 0 -> {
                undo.addLast("ALTER TABLE " + table + " DROP COLUMN " + name);
                yield "ALTER TABLE " + table + " ADD COLUMN " + name + " VARCHAR(40) NOT NULL DEFAULT 'k' AFTER id";
            }
            case 1 -> {
                undo.addLast("ALTER TABLE " + table + " DROP COLUMN " + name);
                yield "ALTER TABLE " + table + " ADD COLUMN " + name + " INT FIRST";
            }
            case 2 -> "ALTER TABLE " + table + " ADD INDEX " + name + " (price)";
            default -> {
                String type = random.nextBoolean() ? "BIGINT" : "INT";
                yield table.equals("dataset")
                        ? "ALTER TABLE dataset MODIFY clout " + type + " NOT NULL DEFAULT 0"
                        : "ALTER TABLE order_tab MODIFY task_status " + type + " NOT NULL DEFAULT 0 AFTER id";
            }
        };
    }
}
