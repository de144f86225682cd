package dev.millrace.stack.load;

/// Which database a step writes to.
public enum Target {
    BUSINESS,
    MATOMO
}
