/// Settings as checked records; the only package that knows the configuration library.
@NullMarked
package dev.millrace.embedding.config;

import org.jspecify.annotations.NullMarked;
