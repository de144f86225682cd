/// The state stores that queries may read: names and serdes, agreed between streams-app and query-service.
@NullMarked
package dev.millrace.contract.store;

import org.jspecify.annotations.NullMarked;
