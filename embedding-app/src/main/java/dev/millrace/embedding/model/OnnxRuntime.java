package dev.millrace.embedding.model;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;

import ai.onnxruntime.OrtEnvironment;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/// The only place that makes the onnxruntime environment, because two things must come before it.
///
/// - onnxruntime 1.29 for Linux sends usage data unless `ORT_DISABLE_TELEMETRY` is set *before its first
/// call*: creating the environment already writes a database below the home folder. Java cannot set its own
/// environment, `setenv` of the C library can.
/// - It unpacks its native library into the temporary folder: on a read-only root that has to be named.
final class OnnxRuntime {
    private static final String OPT_OUT = "ORT_DISABLE_TELEMETRY";
    private static final String UNPACKED = "onnxruntime.native.path";
    private static final String TEMP = "java.io.tmpdir";

    private OnnxRuntime() {}

    /// The environment of this process, without telemetry.
    ///
    /// @throws EmbeddingException when telemetry cannot be switched off or there is no room for the native library
    static OrtEnvironment environment() {
        disableTelemetry();
        requireRoom(System.getProperty(UNPACKED), Path.of(System.getProperty(TEMP, "")));
        try {
            return OrtEnvironment.getEnvironment();
        } catch (LinkageError e) {
            throw new EmbeddingException(
                    "onnxruntime has no library for this platform, or cannot load it from the folder -D" + TEMP
                            + " (is it mounted noexec?): " + e.getMessage(),
                    e);
        }
    }

    /// @param unpacked folder of libraries that somebody has unpacked already
    /// @param temp where onnxruntime unpacks them itself
    static void requireRoom(@Nullable String unpacked, Path temp) {
        if (unpacked == null && !(Files.isDirectory(temp) && Files.isWritable(temp))) {
            throw new EmbeddingException("onnxruntime unpacks its native library into the temporary folder, and " + temp
                    + " is no folder that can be written: name one with -D" + TEMP
                    + "=FOLDER (30 MB), or one that holds the unpacked library with -D" + UNPACKED + "=FOLDER");
        }
    }

    private static void disableTelemetry() {
        if ("1".equals(System.getenv(OPT_OUT))) {
            return;
        }
        Linker linker = Linker.nativeLinker();
        MemorySegment setenv = linker.defaultLookup()
                .find("setenv")
                .orElseThrow(() -> new EmbeddingException("start this program with " + OPT_OUT
                        + "=1 in its environment: it cannot set it by itself on this platform"));
        var set = linker.downcallHandle(setenv, FunctionDescriptor.of(JAVA_INT, ADDRESS, ADDRESS, JAVA_INT));
        try (Arena arena = Arena.ofConfined()) {
            int failed = (int) set.invokeExact(arena.allocateFrom(OPT_OUT), arena.allocateFrom("1"), 1);
            if (failed != 0) {
                throw new EmbeddingException("the C library refuses to set " + OPT_OUT);
            }
        } catch (RuntimeException | Error e) {
            throw e;
        } catch (Throwable e) { // what a method handle is declared to throw
            throw new EmbeddingException("cannot set " + OPT_OUT, e);
        }
    }
}
