package dev.millrace.cdc.privacy;

import ch.qos.logback.classic.pattern.ThrowableProxyConverter;
import ch.qos.logback.classic.spi.IThrowableProxy;

/// `%safeStack`: the stack trace, its messages without row contents.
public final class RowFreeStack extends ThrowableProxyConverter {

    @Override
    protected String throwableProxyToString(IThrowableProxy throwable) {
        return RowImages.cut(super.throwableProxyToString(throwable));
    }
}
