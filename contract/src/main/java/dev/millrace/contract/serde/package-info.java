/// Bytes to messages and back.
@NullMarked
package dev.millrace.contract.serde;

import org.jspecify.annotations.NullMarked;
