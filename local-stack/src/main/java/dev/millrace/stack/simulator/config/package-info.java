/// Settings of the simulator.
@NullMarked
package dev.millrace.stack.simulator.config;

import org.jspecify.annotations.NullMarked;
