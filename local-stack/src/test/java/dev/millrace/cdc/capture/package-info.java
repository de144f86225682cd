/// A door to the engine's settings for tests that capture more than the contract names.
@NullMarked
package dev.millrace.cdc.capture;

import org.jspecify.annotations.NullMarked;
