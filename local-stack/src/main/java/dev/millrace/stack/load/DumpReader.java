package dev.millrace.stack.load;

import java.io.IOException;
import java.io.PushbackReader;
import java.io.Reader;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Reads the INSERT statements of a MySQL dump; every other statement is skipped.
///
/// Understands quoted text with backslash escapes and doubled quotes, `0x` bytes, numbers, NULL, and comments. Text and
/// numbers come out as `String`, bytes as `byte[]`.
final class DumpReader {
    private final PushbackReader in;

    DumpReader(Reader in) {
        this.in = new PushbackReader(in, 2);
    }

    /// The next INSERT with all its rows; null at the end.
    @Nullable
    Insert next() throws IOException {
        while (true) {
            int first = skipSpace();
            if (first == -1) {
                return null;
            }
            unread(first);
            if (word().equalsIgnoreCase("INSERT")) {
                return insert();
            }
            skipStatement();
        }
    }

    private Insert insert() throws IOException {
        expectWord("INTO");
        String table = name();
        List<String> columns = new ArrayList<>();
        expect('(');
        do {
            columns.add(name());
        } while (comma(')'));
        expectWord("VALUES");
        List<List<@Nullable Object>> rows = new ArrayList<>();
        do {
            rows.add(tuple(columns.size()));
        } while (comma(';'));
        return new Insert(table, columns, rows);
    }

    private List<@Nullable Object> tuple(int width) throws IOException {
        List<@Nullable Object> values = new ArrayList<>(width);
        expect('(');
        do {
            values.add(value());
        } while (comma(')'));
        if (values.size() != width) {
            throw new IOException("a row has %d values for %d columns".formatted(values.size(), width));
        }
        return values;
    }

    private @Nullable Object value() throws IOException {
        int first = skipSpace();
        if (first == '\'') {
            return quoted('\'');
        }
        in.unread(first);
        String bare = word();
        if (bare.equalsIgnoreCase("NULL")) {
            return null;
        }
        if (bare.startsWith("0x")) {
            return HexFormat.of().parseHex(bare.substring(2));
        }
        if (bare.isEmpty()) {
            throw new IOException("expected a value, found '" + (char) first + "'");
        }
        return bare;
    }

    private String name() throws IOException {
        expect('`');
        return quoted('`');
    }

    /// The text after an opening quote, up to and including the closing one.
    private String quoted(char quote) throws IOException {
        StringBuilder text = new StringBuilder();
        while (true) {
            int c = read();
            if (c == '\\' && quote != '`') {
                text.append(escape((char) read()));
            } else if (c != quote) {
                text.append((char) c);
            } else {
                int after = in.read();
                if (after != quote) {
                    unread(after);
                    return text.toString();
                }
                text.append(quote);
            }
        }
    }

    private static String escape(char c) {
        return switch (c) {
            case '0' -> "\0";
            case 'b' -> "\b";
            case 'n' -> "\n";
            case 'r' -> "\r";
            case 't' -> "\t";
            case 'Z' -> "\u001a";
            case '%', '_' -> "\\" + c;
            default -> String.valueOf(c);
        };
    }

    /// Skips to the end of a statement, whatever its quotes and comments hold.
    private void skipStatement() throws IOException {
        for (int c = skipSpace(); c != ';' && c != -1; c = skipSpace()) {
            if (c == '\'' || c == '"' || c == '`') {
                quoted((char) c);
            }
        }
    }

    /// Letters, digits and `_ . + -` up to anything else; empty at a sign of punctuation or the end.
    private String word() throws IOException {
        StringBuilder word = new StringBuilder();
        int c = skipSpace();
        while (Character.isLetterOrDigit(c) || c == '_' || c == '.' || c == '+' || c == '-') {
            word.append((char) c);
            c = in.read();
        }
        unread(c);
        return word.toString();
    }

    /// True after a comma; false after `end`.
    private boolean comma(char end) throws IOException {
        int c = skipSpace();
        if (c != ',' && c != end) {
            throw new IOException("expected ',' or '%s', found '%s'".formatted(end, (char) c));
        }
        return c == ',';
    }

    private void expect(char wanted) throws IOException {
        int c = skipSpace();
        if (c != wanted) {
            throw new IOException("expected '%s', found '%s'".formatted(wanted, (char) c));
        }
    }

    private void expectWord(String wanted) throws IOException {
        String word = word();
        if (!word.equalsIgnoreCase(wanted)) {
            throw new IOException("expected " + wanted + ", found " + word);
        }
    }

    /// The first character that is neither space nor comment; -1 at the end.
    private int skipSpace() throws IOException {
        int c = in.read();
        while (c != -1) {
            int next = Character.isWhitespace(c) || c == '/' || c == '-' ? in.read() : -1;
            if (c == '/' && next == '*') {
                skipComment();
                c = in.read();
            } else if (c == '-' && next == '-') {
                skipLine();
                c = in.read();
            } else if (Character.isWhitespace(c)) {
                c = next;
            } else {
                unread(next);
                return c;
            }
        }
        return -1;
    }

    private void skipComment() throws IOException {
        int before = read();
        for (int c = read(); before != '*' || c != '/'; c = read()) {
            before = c;
        }
    }

    private void skipLine() throws IOException {
        int c = in.read();
        while (c != '\n' && c != -1) {
            c = in.read();
        }
    }

    private int read() throws IOException {
        int c = in.read();
        if (c == -1) {
            throw new IOException("the dump ends inside a statement");
        }
        return c;
    }

    private void unread(int c) throws IOException {
        if (c != -1) {
            in.unread(c);
        }
    }

    /// One INSERT statement.
    record Insert(String table, List<String> columns, List<List<@Nullable Object>> rows) {}
}
