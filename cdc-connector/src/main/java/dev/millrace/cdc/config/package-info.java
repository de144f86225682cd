/// Settings as checked values; the only package that reads configuration sources.
@NullMarked
package dev.millrace.cdc.config;

import org.jspecify.annotations.NullMarked;
