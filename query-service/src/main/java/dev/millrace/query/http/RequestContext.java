package dev.millrace.query.http;

import dev.millrace.contract.proto.ExposureContext;
import io.helidon.http.HeaderName;
import io.helidon.http.HeaderNames;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/// Where a request comes from, as the reference tells it.
record RequestContext(String source, String deviceType, String locale, String clientApp) {
    private static final HeaderName SOURCE = HeaderNames.create("X-Recommend-Source");
    private static final HeaderName CLIENT_APP = HeaderNames.create("X-Client-App");
    private static final Pattern TABLET = Pattern.compile("ipad|tablet");
    private static final Pattern MOBILE = Pattern.compile("iphone|android|mobile");
    private static final Pattern DESKTOP = Pattern.compile("windows|macintosh|linux");
    private static final Pattern LOCALE_END = Pattern.compile("[,;]");
    /// What does not print: it would go into the logs of whoever reads exposures.
    private static final Pattern CONTROL = Pattern.compile("\\p{C}");

    private static final String UNKNOWN = "unknown";
    private static final int MAX_LENGTH = 64;

    static RequestContext of(Exchange exchange) {
        return new RequestContext(
                bounded(exchange.header(SOURCE).or(() -> exchange.query("source")), UNKNOWN),
                device(exchange.header(HeaderNames.USER_AGENT).orElse("")),
                locale(exchange.header(HeaderNames.ACCEPT_LANGUAGE).orElse("")),
                bounded(exchange.header(CLIENT_APP), ""));
    }

    /// What the URL alone says.
    static RequestContext ofUrl(Exchange exchange) {
        return new RequestContext(bounded(exchange.query("source"), UNKNOWN), UNKNOWN, UNKNOWN, "");
    }

    /// As it is logged.
    ExposureContext message() {
        return ExposureContext.newBuilder()
                .setSource(source)
                .setDeviceType(deviceType)
                .setLocale(locale)
                .setClientApp(clientApp)
                .build();
    }

    static String device(String userAgent) {
        String agent = userAgent.toLowerCase(Locale.ROOT);
        if (TABLET.matcher(agent).find()) {
            return "tablet";
        }
        if (MOBILE.matcher(agent).find()) {
            return "mobile";
        }
        return DESKTOP.matcher(agent).find() ? "desktop" : UNKNOWN;
    }

    static String locale(String acceptLanguage) {
        String first = LOCALE_END.split(acceptLanguage, 2)[0].strip().toLowerCase(Locale.ROOT);
        return bounded(Optional.of(first), UNKNOWN);
    }

    private static String cut(String text) {
        if (text.length() <= MAX_LENGTH) {
            return text;
        }
        return text.substring(0, Character.isHighSurrogate(text.charAt(MAX_LENGTH - 1)) ? MAX_LENGTH - 1 : MAX_LENGTH);
    }

    private static String bounded(Optional<String> text, String otherwise) {
        return text.map(value -> CONTROL.matcher(value).replaceAll("").strip())
                .filter(value -> !value.isEmpty())
                .map(RequestContext::cut)
                .orElse(otherwise);
    }
}
