package dev.millrace.stack.embedded;

/// A database login. The password never appears in its text.
///
/// @param user login name
/// @param password clear text, kept in a file that only its owner reads
public record Account(String user, String password) {

    @Override
    public String toString() {
        return "Account[" + user + "]";
    }
}
