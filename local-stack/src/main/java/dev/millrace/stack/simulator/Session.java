package dev.millrace.stack.simulator;

/// A visit that is going on.
final class Session {
    final long number;
    final int visitor;
    boolean loggedIn;
    /// The item whose page is open, 0 = another page.
    long page;
    int actionsLeft;

    Session(long number, int visitor, boolean loggedIn, int actionsLeft) {
        this.number = number;
        this.visitor = visitor;
        this.loggedIn = loggedIn;
        this.actionsLeft = actionsLeft;
    }
}
