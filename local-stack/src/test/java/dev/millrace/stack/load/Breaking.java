package dev.millrace.stack.load;

import java.sql.Connection;
import java.sql.SQLException;

/// A step that writes its rows and then fails, once a number of chunks was written.
record Breaking(LoadStep step, Counter counter) implements LoadStep {

    /// Chunks left over several steps.
    static final class Counter {
        private int left;

        Counter(int left) {
            this.left = left;
        }

        int left() {
            return left;
        }
    }

    @Override
    public String name() {
        return step.name();
    }

    @Override
    public Target target() {
        return step.target();
    }

    @Override
    public String table() {
        return step.table();
    }

    @Override
    public int units() {
        return step.units();
    }

    @Override
    public void check(Connection connection) throws SQLException {
        step.check(connection);
    }

    @Override
    public void write(Connection connection, int from, int to) throws SQLException {
        step.write(connection, from, to);
        if (counter.left-- == 0) {
            throw new SQLException("broken off");
        }
    }
}
