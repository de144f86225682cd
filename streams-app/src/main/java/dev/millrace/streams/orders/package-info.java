/// What order rows mean: interactions, and their retraction.
@NullMarked
package dev.millrace.streams.orders;

import org.jspecify.annotations.NullMarked;
