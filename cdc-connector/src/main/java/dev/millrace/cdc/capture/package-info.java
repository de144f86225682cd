/// From a source database to Debezium records: engine, snapshot, binlog, time zone.
@NullMarked
package dev.millrace.cdc.capture;

import org.jspecify.annotations.NullMarked;
