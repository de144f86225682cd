/// What tests share: the query service on real HTTP with a fake streams-app behind it.
@NullMarked
package dev.millrace.query.support;

import org.jspecify.annotations.NullMarked;
