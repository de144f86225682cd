package dev.millrace.stack.bench;

/// What is probed, each reported apart.
enum ProbeKind {
    /// A paid order changes the item's score in `/hot/trending`.
    ORDER("", "paid order -> /hot/trending", 1),
    /// A title change shows in `/items/{id}`.
    ITEM("item_", "title change -> /items/{id}", 1),
    /// A page view makes its item a neighbour in `/similar/{id}`.
    VIEW("view_", "page view -> /similar/{id}", 2);

    private final String prefix;
    private final String title;
    private final int rows;

    ProbeKind(String prefix, String title, int rows) {
        this.prefix = prefix;
        this.title = title;
        this.rows = rows;
    }

    /// Start of the names of its figures.
    String prefix() {
        return prefix;
    }

    String title() {
        return title;
    }

    /// Row changes that a probe makes itself.
    int rows() {
        return rows;
    }
}
