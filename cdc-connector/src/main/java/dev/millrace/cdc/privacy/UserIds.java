package dev.millrace.cdc.privacy;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.HexFormat;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/// Matomo's `user_id`: a number is the shop's user id and passes; a name, an e-mail address or a mobile number becomes
/// `h:` and the first 16 hex digits of its HMAC-SHA-256, so that the same login stays the same.
final class UserIds {
    private static final String ALGORITHM = "HmacSHA256";
    private static final int KEPT_BYTES = 8;
    private static final int LONGEST_ID = 18;

    private final SecretKeySpec key;

    UserIds(String key) {
        this.key = new SecretKeySpec(key.getBytes(StandardCharsets.UTF_8), ALGORITHM);
    }

    String hide(String userId) {
        boolean number = !userId.isEmpty()
                && userId.length() <= LONGEST_ID
                && userId.chars().allMatch(c -> c >= '0' && c <= '9');
        if (userId.isEmpty() || (number && !PersonalData.isMobile(userId))) {
            return userId;
        }
        try {
            Mac mac = Mac.getInstance(ALGORITHM);
            mac.init(key);
            byte[] digest = mac.doFinal(userId.getBytes(StandardCharsets.UTF_8));
            return "h:" + HexFormat.of().formatHex(digest, 0, KEPT_BYTES);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("this JDK has no " + ALGORITHM, e);
        }
    }
}
