/// Which login is which of the shop's users.
@NullMarked
package dev.millrace.streams.logins;

import org.jspecify.annotations.NullMarked;
