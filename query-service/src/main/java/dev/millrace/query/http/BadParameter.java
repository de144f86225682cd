package dev.millrace.query.http;

/// A parameter that cannot be used; answered 422.
final class BadParameter extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final String parameter;
    private final String value;

    BadParameter(String parameter, String value, String message) {
        super(message, null, false, false);
        this.parameter = parameter;
        this.value = value;
    }

    String parameter() {
        return parameter;
    }

    String value() {
        return value;
    }
}
