/// Real servers started beside us: MySQL as a child process, Kafka in this JVM or in a child JVM.
@NullMarked
package dev.millrace.stack.embedded;

import org.jspecify.annotations.NullMarked;
