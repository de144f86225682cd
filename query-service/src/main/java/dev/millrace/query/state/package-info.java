/// Where answers come from: the interactive-query client of streams-app and the local copy of the catalogue.
@NullMarked
package dev.millrace.query.state;

import org.jspecify.annotations.NullMarked;
