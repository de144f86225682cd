/// What was shown to whom, on its way to `request.exposure.v1` without a request ever waiting for it, and found there
/// again by request id.
@NullMarked
package dev.millrace.query.exposure;

import org.jspecify.annotations.NullMarked;
