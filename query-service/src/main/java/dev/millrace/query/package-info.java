/// Request to ranked items within the latency budget: wiring of the query service.
@NullMarked
package dev.millrace.query;

import org.jspecify.annotations.NullMarked;
