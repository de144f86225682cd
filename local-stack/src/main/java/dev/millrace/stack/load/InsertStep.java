package dev.millrace.stack.load;

import dev.millrace.stack.load.sql.Column;
import dev.millrace.stack.load.sql.TableInsert;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.function.Function;
import java.util.function.ToLongFunction;
import org.jspecify.annotations.Nullable;

/// Inserts one row for each element, with a line in the mapping table that says where the row came from.
///
/// @param rows never changed afterwards
/// @param values one value for each column that takes one
/// @param sourceKey the row's name in its source, unique in the step
/// @param id the row's id here
record InsertStep<T>(
        String name,
        Target target,
        String table,
        List<Column> columns,
        List<T> rows,
        Function<T, List<@Nullable Object>> values,
        Function<T, String> sourceKey,
        ToLongFunction<T> id)
        implements LoadStep {

    @Override
    public int units() {
        return rows.size();
    }

    @Override
    public void write(Connection connection, int from, int to) throws SQLException {
        try (TableInsert insert = TableInsert.into(connection, table, columns);
                TableInsert mapping = TableInsert.into(connection, Bookkeeping.MAPPING, Bookkeeping.MAPPING_COLUMNS)) {
            for (T row : rows.subList(from, to)) {
                insert.add(values.apply(row));
                mapping.add(TableInsert.row(name, sourceKey.apply(row), table, id.applyAsLong(row)));
            }
            insert.send();
            mapping.send();
        }
    }
}
