/// The HTTP API: routes, bodies, headers and errors.
@NullMarked
package dev.millrace.query.http;

import org.jspecify.annotations.NullMarked;
