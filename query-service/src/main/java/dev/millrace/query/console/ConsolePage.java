package dev.millrace.query.console;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;

/// The landing page: one HTML resource with its own style and script, nothing from elsewhere.
public final class ConsolePage {
    /// The page may run its own script and ask this service; nothing else.
    public static final String POLICY = "default-src 'none'; style-src 'unsafe-inline'; script-src 'unsafe-inline'; "
            + "connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

    private static final String RESOURCE = "index.html";

    private final byte[] html;

    public ConsolePage() {
        try (InputStream in = ConsolePage.class.getResourceAsStream(RESOURCE)) {
            if (in == null) {
                throw new IllegalStateException("resource " + RESOURCE + " is missing from the class path");
            }
            html = in.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read resource " + RESOURCE, e);
        }
    }

    /// The page as UTF-8.
    public byte[] html() {
        return html.clone();
    }
}
