package io.github.gatehouse.resetcredentials;

import java.util.Locale;
import java.util.Optional;

/**
 * An e-mail address with all but the first and last character of its local part hidden, in lower case:
 * {@code jdoe@example.com} shows as {@code j••••••e@example.com}. The number of dots never changes, so it does not
 * tell the length.
 *
 * @param first the first character (code point) of the local part
 * @param last the last one; the same as the first where there is only one
 * @param domain all after the last {@code @}
 */
public record MaskedAddress(String first, String last, String domain) {

    private static final String DOTS = "•".repeat(6);

    /** Keycloak stores no longer address. */
    private static final int MAXIMUM_LENGTH = 255;

    /**
     * Masks an address.
     *
     * @param address may be null or no address at all
     * @return empty when there is no local part, no domain, or white space in it, and when it is too long to be stored
     */
    public static Optional<MaskedAddress> of(String address) {
        if (address == null) {
            return Optional.empty();
        }
        String whole = address.strip().toLowerCase(Locale.ROOT);
        int at = whole.lastIndexOf('@');
        if (at < 1
                || at == whole.length() - 1
                || whole.length() > MAXIMUM_LENGTH
                || whole.codePoints().anyMatch(MaskedAddress::isInNoAddress)) {
            return Optional.empty();
        }
        String local = whole.substring(0, at);
        return Optional.of(new MaskedAddress(firstOf(local), lastOf(local), whole.substring(at + 1)));
    }

    static String firstOf(String text) {
        return Character.toString(text.codePointAt(0));
    }

    static String lastOf(String text) {
        return Character.toString(text.codePointBefore(text.length()));
    }

    private static boolean isInNoAddress(int codePoint) {
        return Character.isWhitespace(codePoint) || Character.isISOControl(codePoint);
    }

    @Override
    public String toString() {
        return first + DOTS + last + "@" + domain;
    }
}
