package dev.troupe.settings;

import java.io.Serial;

/** A setting that cannot be used; the message is one line that names its path, its value and what is allowed. */
public final class SettingsException extends RuntimeException {
    @Serial
    private static final long serialVersionUID = 1L;

    public SettingsException(String message) {
        super(message);
    }

    public static SettingsException of(String path, Object value, String allowed) {
        return new SettingsException("setting " + path + " = " + printable(value) + " cannot be used: " + allowed);
    }

    private static String printable(Object value) {
        String text = String.valueOf(value).replaceAll("\\p{Cntrl}", " ");
        return text.length() > 120 ? text.substring(0, 120) + "..." : text;
    }
}
