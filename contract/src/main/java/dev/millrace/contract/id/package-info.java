/// Identities that cross process borders, with their one textual form.
@NullMarked
package dev.millrace.contract.id;

import org.jspecify.annotations.NullMarked;
