/// The verbs of `./dev` that deal with the running system.
@NullMarked
package dev.millrace.stack.command;

import org.jspecify.annotations.NullMarked;
