/// What a ranker reads: one ordered list of numbers for a candidate, laid out by the same code for serving and for
/// training; pure.
@NullMarked
package dev.millrace.contract.features;

import org.jspecify.annotations.NullMarked;
