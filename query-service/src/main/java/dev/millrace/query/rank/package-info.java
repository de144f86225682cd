/// What a candidate's row is worth: a port and the scorer that needs no model; pure.
@NullMarked
package dev.millrace.query.rank;

import org.jspecify.annotations.NullMarked;
