/// How far behind the connector is: heartbeat row, readiness, metrics.
@NullMarked
package dev.millrace.cdc.health;

import org.jspecify.annotations.NullMarked;
