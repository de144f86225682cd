package dev.millrace.contract.capture;

/// Tells a purge (rows that have been archived, or are too old) from a business delete: the statement carries a
/// comment.
///
/// A statement's text is in the binlog only when its session asks for that with `SET SESSION
/// binlog_rows_query_log_events = ON`, which a purge job must do on MySQL; MariaDB writes it by itself. Deletes that it
/// marks are not published at all.
public final class PurgeMarker {
    /// The comment, anywhere in a `DELETE`.
    public static final String COMMENT = "/* millrace:purge */";

    private PurgeMarker() {}

    /// Whether the text of a statement carries the comment.
    public static boolean isIn(String statement) {
        return statement.contains(COMMENT);
    }
}
