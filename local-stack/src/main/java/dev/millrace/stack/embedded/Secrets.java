package dev.millrace.stack.embedded;

import java.io.IOException;
import java.io.Reader;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.Properties;

/// Random secrets of one data folder, made when first asked for and kept in a file of mode 0600.
public final class Secrets {
    private static final int BYTES = 16;

    private final Path file;

    public Secrets(Path file) {
        this.file = file;
    }

    /// The secret of that name: 32 hex digits, the same at every call on the same file.
    public synchronized String get(String name) {
        try {
            Properties all = read();
            String known = all.getProperty(name);
            if (known != null) {
                return known;
            }
            byte[] random = new byte[BYTES];
            new SecureRandom().nextBytes(random);
            String fresh = HexFormat.of().formatHex(random);
            all.setProperty(name, fresh);
            write(all);
            return fresh;
        } catch (IOException e) {
            throw new UncheckedIOException("cannot keep secret " + name + " in " + file, e);
        }
    }

    private Properties read() throws IOException {
        Properties all = new Properties();
        if (Files.exists(file)) {
            try (Reader in = Files.newBufferedReader(file)) {
                all.load(in);
            }
        }
        return all;
    }

    private void write(Properties all) throws IOException {
        var text = new StringWriter();
        all.store(text, "Secrets of this local stack; delete the data folder to change them");
        PrivateFiles.write(file, text.toString());
    }
}
