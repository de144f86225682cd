/// What Matomo rows mean: views and clicks.
@NullMarked
package dev.millrace.streams.behaviour;

import org.jspecify.annotations.NullMarked;
