/// Items whose words mean the same: an index of `item.vector.v1` in the memory of each instance.
@NullMarked
package dev.millrace.query.vector;

import org.jspecify.annotations.NullMarked;
