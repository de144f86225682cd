/// The interactive-query endpoint.
@NullMarked
package dev.millrace.streams.query;

import org.jspecify.annotations.NullMarked;
