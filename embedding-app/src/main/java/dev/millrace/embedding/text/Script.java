package dev.millrace.embedding.text;

/// What a text is written in.
public final class Script {
    private static final int PERCENT = 100;

    private Script() {}

    /// Han characters among its letters, per cent; 0 without letters. A Han character is a word by itself, so a Chinese
    /// title full of English names still has a fifth.
    public static int hanPercent(String text) {
        long letters = text.codePoints().filter(Character::isLetter).count();
        long han = text.codePoints().filter(Character::isIdeographic).count();
        return letters == 0 ? 0 : (int) (PERCENT * han / letters);
    }
}
