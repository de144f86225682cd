/// Items in tables of numbers: what is looked at a thousand times a list is found without a way through objects.
@NullMarked
package dev.millrace.query.item;

import org.jspecify.annotations.NullMarked;
