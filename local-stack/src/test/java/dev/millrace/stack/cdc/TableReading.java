package dev.millrace.stack.cdc;

/// One reading of the order table while the binlog was followed.
///
/// @param requested the shop's last transaction before it was asked for
/// @param ended the shop's last transaction when it had ended, or a later one
record TableReading(long requested, long ended) {}
