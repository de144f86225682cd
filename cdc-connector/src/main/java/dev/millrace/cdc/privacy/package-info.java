/// What a row must not carry out of its database.
@NullMarked
package dev.millrace.cdc.privacy;

import org.jspecify.annotations.NullMarked;
