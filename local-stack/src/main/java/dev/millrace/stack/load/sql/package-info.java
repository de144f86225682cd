/// Plain JDBC as loaders, simulator and benches need it: connections, batched inserts, id ranges.
@NullMarked
package dev.millrace.stack.load.sql;

import org.jspecify.annotations.NullMarked;
