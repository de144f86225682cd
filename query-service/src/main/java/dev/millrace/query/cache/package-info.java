/// Lists that are served again while what they are made from has not changed.
@NullMarked
package dev.millrace.query.cache;

import org.jspecify.annotations.NullMarked;
