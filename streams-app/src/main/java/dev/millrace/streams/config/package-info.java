/// Configuration as validated records; the only package that knows the configuration library.
@NullMarked
package dev.millrace.streams.config;

import org.jspecify.annotations.NullMarked;
