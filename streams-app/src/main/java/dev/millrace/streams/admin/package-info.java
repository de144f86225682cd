/// Commands beside running: what an operator asks for.
@NullMarked
package dev.millrace.streams.admin;

import org.jspecify.annotations.NullMarked;
