package dev.millrace.cdc.privacy;

import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Masks e-mail addresses, telephone numbers and IP addresses inside free text, and nothing else: item numbers
/// such as `dataDetail/123` stay. Percent-encoded and full-width forms are masked too.
final class PersonalData {
    static final String MASK = "***";

    private static final Pattern AT = Pattern.compile("(?i)@|%40|\\uFF20");

    /// A whole number: 13812345678, 138-1234-5678, +86 138 1234 5678, 8613812345678.
    private static final Pattern MOBILE = Pattern.compile(
            "(?U)(?<!\\d)(?:(?:\\+|%2B|00)?86(?:[ -]|%20)?)?1[3-9]\\d(?:(?:[ -]|%20)?\\d{4}){2}(?!\\d)");

    /// With an area code, with a country code, or a service number: 010-62345678, (0571) 8888 8888, +44 20 7946 0958,
    /// 400-800-8888.
    private static final Pattern LANDLINE =
            Pattern.compile("(?U)(?<![\\d.+-])(?:\\(?0\\d{2,3}\\)?[ -]\\d{4}[ -]?\\d{3,4}"
                    + "|\\+[1-9]\\d{0,2}(?:[ -]?\\(?\\d{1,4}\\)?){2,5}|[48]00-\\d{3}-?\\d{4})(?![\\d-])");

    private static final String OCTET = "(?:25[0-5]|2[0-4]\\d|1?\\d?\\d)";
    private static final Pattern IPV4 =
            Pattern.compile("(?<!\\d|\\d\\.)" + OCTET + "(?:\\." + OCTET + "){3}(?!\\d|\\.\\d)");

    private static final String GROUP = "[0-9a-f]{1,4}";
    private static final Pattern IPV6 = Pattern.compile("(?i)(?<![0-9a-z:])(?:(?:" + GROUP + ":){7}" + GROUP + "|(?:"
            + GROUP + ":){1,6}(?::" + GROUP + "){1,6})(?![0-9a-z:])");

    private static final List<Pattern> NUMBERS = List.of(MOBILE, LANDLINE, IPV4, IPV6);
    private static final Pattern MOBILE_ALONE = Pattern.compile("(?:86)?1[3-9]\\d{9}");

    private PersonalData() {}

    /// `text` with each find replaced by `***`. Takes time in proportion to its length.
    static String mask(String text) {
        String masked = maskAddresses(text);
        for (Pattern pattern : NUMBERS) {
            masked = pattern.matcher(masked).replaceAll(MASK);
        }
        return masked;
    }

    /// Looks left and right of each at sign: a pattern would look for one from every letter.
    private static String maskAddresses(String text) {
        Matcher at = AT.matcher(text);
        StringBuilder masked = new StringBuilder();
        int done = 0;
        int from = 0;
        while (at.find(from)) {
            int start = startOfName(text, at.start(), done);
            int end = endOfHost(text, at.end());
            from = at.end();
            if (start < at.start() && end > at.end()) {
                masked.append(text, done, start).append(MASK);
                done = end;
                from = end;
            }
        }
        return masked.append(text, done, text.length()).toString();
    }

    private static int startOfName(String text, int end, int least) {
        int start = end;
        while (start > least) {
            int last = text.codePointBefore(start);
            boolean encodedPlus = last == '%' && text.regionMatches(true, start, "2B", 0, 2);
            if (!Character.isLetterOrDigit(last) && "._+'-".indexOf(last) < 0 && !encodedPlus) {
                break;
            }
            start -= Character.charCount(last);
        }
        return start;
    }

    private static int endOfHost(String text, int start) {
        int end = start;
        int host = start;
        while (end < text.length()) {
            int next = text.codePointAt(end);
            if (!Character.isLetterOrDigit(next) && next != '-' && (next != '.' || end == start)) {
                break;
            }
            end += Character.charCount(next);
            host = next == '.' ? host : end; // a full stop behind the address ends a sentence
        }
        return host;
    }

    /// Whether digits are more likely a mobile number than an id.
    static boolean isMobile(String digits) {
        return MOBILE_ALONE.matcher(digits).matches();
    }
}
