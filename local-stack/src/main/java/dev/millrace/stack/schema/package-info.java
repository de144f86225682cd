/// The tables of the shop and of Matomo, for databases that are still empty.
@NullMarked
package dev.millrace.stack.schema;

import org.jspecify.annotations.NullMarked;
