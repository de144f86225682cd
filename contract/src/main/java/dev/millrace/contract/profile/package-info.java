/// What a profile says about an actor: pure functions of the stored value and the catalogue, for serving and
/// training alike.
@NullMarked
package dev.millrace.contract.profile;

import org.jspecify.annotations.NullMarked;
