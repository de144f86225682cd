/// Change events to state: the topology and what runs it.
@NullMarked
package dev.millrace.streams;

import org.jspecify.annotations.NullMarked;
