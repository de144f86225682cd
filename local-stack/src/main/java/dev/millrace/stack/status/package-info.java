/// What a running stack tells about itself, in a file that scripts and the other verbs read.
@NullMarked
package dev.millrace.stack.status;

import org.jspecify.annotations.NullMarked;
