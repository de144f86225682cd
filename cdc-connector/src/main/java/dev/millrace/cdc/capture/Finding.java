package dev.millrace.cdc.capture;

/// Something about a source server that a person has to know.
///
/// @param fatal whether capture would lose or skip changes because of it
/// @param what is wrong, and which value shows it
/// @param remedy what to do about it
public record Finding(boolean fatal, String what, String remedy) {

    static Finding error(String what, String remedy) {
        return new Finding(true, what, remedy);
    }

    static Finding warning(String what, String remedy) {
        return new Finding(false, what, remedy);
    }

    @Override
    public String toString() {
        return what + ": " + remedy;
    }
}
