/// Whether this instance may get traffic and whether it can serve.
@NullMarked
package dev.millrace.query.health;

import org.jspecify.annotations.NullMarked;
