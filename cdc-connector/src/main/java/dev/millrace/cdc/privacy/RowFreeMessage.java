package dev.millrace.cdc.privacy;

import ch.qos.logback.classic.pattern.ClassicConverter;
import ch.qos.logback.classic.spi.ILoggingEvent;

/// `%safeMessage`: the log message without row contents.
public final class RowFreeMessage extends ClassicConverter {

    @Override
    public String convert(ILoggingEvent event) {
        return RowImages.cut(event.getFormattedMessage());
    }
}
