/// The topic catalogue: the only place with topic names, partition counts and retention.
@NullMarked
package dev.millrace.contract.topic;

import org.jspecify.annotations.NullMarked;
