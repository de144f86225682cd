package dev.millrace.contract.process;

import java.io.IOException;
import java.io.InputStream;

/// Stops this process when the one that started it is gone, however that died.
///
/// A supervisor keeps a pipe to the standard input of each part. When the pipe ends, the part exits with code 0
/// through its ordinary shutdown hooks. Switched on by `-Dmillrace.stop-with-parent=true`; otherwise nothing is read.
public final class ParentWatch {
    private static final String PROPERTY = "millrace.stop-with-parent";

    private ParentWatch() {}

    /// Starts the watch if the property asks for it.
    public static void startIfAsked() {
        if (Boolean.getBoolean(PROPERTY)) {
            Thread.ofPlatform().daemon().name("parent-watch").start(() -> exitAtEnd(System.in));
        }
    }

    private static void exitAtEnd(InputStream pipe) {
        try {
            pipe.transferTo(java.io.OutputStream.nullOutputStream());
        } catch (IOException e) {
            // A broken pipe says the same as a closed one.
        }
        System.exit(0);
    }
}
