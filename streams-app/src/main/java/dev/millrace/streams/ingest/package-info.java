/// Raw change record to typed row change; what cannot be read becomes a dead letter.
@NullMarked
package dev.millrace.streams.ingest;

import org.jspecify.annotations.NullMarked;
