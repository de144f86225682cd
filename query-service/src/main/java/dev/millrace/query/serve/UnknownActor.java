package dev.millrace.query.serve;

import dev.millrace.contract.id.Actor;

/// Nothing is known of the user or visitor.
public final class UnknownActor extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public UnknownActor(Actor actor) {
        super("nothing is known of " + actor.key(), null, false, false);
    }
}
