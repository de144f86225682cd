/// The protocol between a part and whatever started it: how it is told to stop.
@NullMarked
package dev.millrace.contract.process;

import org.jspecify.annotations.NullMarked;
