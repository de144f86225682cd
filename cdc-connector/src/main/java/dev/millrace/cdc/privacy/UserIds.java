package dev.millrace.cdc.privacy;

import dev.millrace.contract.capture.MatomoUserId;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.text.Normalizer;
import java.util.HexFormat;
import java.util.Locale;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/// A login as it may leave: `h:` and the first 16 hex digits of its HMAC-SHA-256, so that the same login stays the
/// same.
///
/// Where Matomo's `user_id` is an id, a number passes (the shop's user id, unless it looks like a mobile number).
/// Where it is a name or an e-mail address, a number is somebody's name and is hidden too; the text is trimmed,
/// composed (NFC) and in lower case before, in Matomo's column as in the shop's, so that the two are equal when the
/// logins are.
final class UserIds {
    private static final String ALGORITHM = "HmacSHA256";
    private static final int KEPT_BYTES = 8;
    private static final int LONGEST_ID = 18;

    private final SecretKeySpec key;

    private final MatomoUserId userId;

    /// @param userId what the texts are
    UserIds(String key, MatomoUserId userId) {
        this.userId = userId;
        this.key = new SecretKeySpec(key.getBytes(StandardCharsets.UTF_8), ALGORITHM);
    }

    String hide(String login) {
        String text = userId == MatomoUserId.ID
                ? login
                : Normalizer.normalize(login, Normalizer.Form.NFC).strip().toLowerCase(Locale.ROOT);
        return text.isEmpty() || (userId == MatomoUserId.ID && isId(text)) ? text : hash(text);
    }

    private static boolean isId(String text) {
        return text.length() <= LONGEST_ID
                && text.chars().allMatch(c -> c >= '0' && c <= '9')
                && !PersonalData.isMobile(text);
    }

    private String hash(String text) {
        try {
            Mac mac = Mac.getInstance(ALGORITHM);
            mac.init(key);
            byte[] digest = mac.doFinal(text.getBytes(StandardCharsets.UTF_8));
            return "h:" + HexFormat.of().formatHex(digest, 0, KEPT_BYTES);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("this JDK has no " + ALGORITHM, e);
        }
    }
}
