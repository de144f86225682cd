/// How good recommendations are: public logs, replayed through the code that runs.
@NullMarked
package dev.millrace.stack.quality;

import org.jspecify.annotations.NullMarked;
