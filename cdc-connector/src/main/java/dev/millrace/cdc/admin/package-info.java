/// What a person may ask of a running connector: who may, what, and the command that asks.
@NullMarked
package dev.millrace.cdc.admin;

import org.jspecify.annotations.NullMarked;
