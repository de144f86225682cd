package dev.millrace.stack.command;

import java.nio.file.Path;

/// The folder of the project, which `./dev` names.
public final class ProjectRoot {

    private ProjectRoot() {}

    /// From the system property `millrace.root`; the working folder without it.
    public static Path folder() {
        return Path.of(System.getProperty("millrace.root", "")).toAbsolutePath().normalize();
    }
}
