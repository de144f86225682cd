/// What a user did, in one bounded value.
@NullMarked
package dev.millrace.streams.profile;

import org.jspecify.annotations.NullMarked;
