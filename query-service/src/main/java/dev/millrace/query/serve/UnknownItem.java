package dev.millrace.query.serve;

import dev.millrace.contract.id.ItemId;

/// There is no such item, or not any more.
public final class UnknownItem extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public UnknownItem(ItemId id) {
        super("item " + id + " not found", null, false, false);
    }
}
