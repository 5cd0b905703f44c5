package io.github.gatehouse.temporarypassword;

import java.time.DateTimeException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What makes a stored password a temporary one. It is kept with the password's own data and so lives exactly as long,
 * through exports and imports too; whoever sets another password removes it.
 *
 * @param mode how the password was made
 * @param issuedAt when
 * @param expiresAt from when on it no longer lets anybody in
 */
public record TemporaryPasswordMark(TemporaryPasswordMode mode, Instant issuedAt, Instant expiresAt) {

    private static final String PREFIX = "temporaryPassword";
    private static final String MODE = PREFIX + "Mode";
    private static final String ISSUED_AT = PREFIX + "IssuedAt";
    private static final String EXPIRES_AT = PREFIX + "ExpiresAt";

    /**
     * Whether it is worth taking the data of a stored password apart to look for a mark.
     *
     * @param data as JSON; null for none
     * @return false: there is none in them, also not in other letters (RFC 8259, section 7)
     */
    public static boolean canBeIn(String data) {
        return data != null && (data.contains(PREFIX) || data.indexOf('\\') >= 0);
    }

    /**
     * Reads the mark.
     *
     * @param parameters the additional parameters of a stored password
     * @return empty for an ordinary password. A mark with parts that mean nothing is one that has expired: a damaged
     *     mark must not turn a temporary password into a lasting one
     */
    public static Optional<TemporaryPasswordMark> read(Map<String, List<String>> parameters) {
        if (!parameters.containsKey(MODE)
                && !parameters.containsKey(ISSUED_AT)
                && !parameters.containsKey(EXPIRES_AT)) {
            return Optional.empty();
        }
        return Optional.of(new TemporaryPasswordMark(
                TemporaryPasswordMode.byId(first(parameters, MODE)).orElse(TemporaryPasswordMode.FORMULA),
                instant(first(parameters, ISSUED_AT)),
                instant(first(parameters, EXPIRES_AT))));
    }

    /** The mark as additional parameters of a stored password. */
    public Map<String, List<String>> toParameters() {
        return Map.of(
                MODE,
                List.of(mode.id()),
                ISSUED_AT,
                List.of(issuedAt.toString()),
                EXPIRES_AT,
                List.of(expiresAt.toString()));
    }

    /** Whether the password no longer lets anybody in at that time. */
    public boolean isExpiredAt(Instant time) {
        return !time.isBefore(expiresAt);
    }

    private static String first(Map<String, List<String>> parameters, String name) {
        List<String> values = parameters.get(name);
        return values == null || values.isEmpty() || values.get(0) == null ? "" : values.get(0);
    }

    private static Instant instant(String text) {
        try {
            return Instant.parse(text);
        } catch (DateTimeException e) {
            return Instant.EPOCH;
        }
    }
}
