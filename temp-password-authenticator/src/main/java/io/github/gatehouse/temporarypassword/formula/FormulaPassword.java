package io.github.gatehouse.temporarypassword.formula;

import java.text.Normalizer;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;

/**
 * The temporary password that a person's name and phone number give: the first letter of the first name in upper case,
 * that of the last name in lower case, the digits of the phone number, and two exclamation marks. John Doe, 5125551212
 * has {@code Jd5125551212!!}.
 *
 * <p>Whether it keeps the realm's rules is not decided here.
 *
 * @param value the password, or null where a part is missing
 * @param missing what it lacks: {@code firstName}, {@code lastName}, {@code phoneNumber}; empty where there is a value
 */
public record FormulaPassword(String value, List<String> missing) {

    private static final int MOST_DIGITS = 15;

    /** What follows one of these, after a digit, is an extension. The x covers "ext" as well. */
    private static final String EXTENSION_MARKERS = ";xX#,";

    /**
     * Makes the password. Signs before the first letter of a name and all but the digits of the phone number, up to an
     * extension and at most 15, mean nothing. Digits of any script count.
     *
     * @param firstName may be null
     * @param lastName may be null
     * @param phoneNumber as somebody has written it, may be null
     */
    public static FormulaPassword of(String firstName, String lastName, String phoneNumber) {
        OptionalInt first = firstLetter(firstName);
        OptionalInt last = firstLetter(lastName);
        String digits = digits(phoneNumber);
        List<String> missing = new ArrayList<>();
        if (first.isEmpty()) {
            missing.add("firstName");
        }
        if (last.isEmpty()) {
            missing.add("lastName");
        }
        if (digits.isEmpty()) {
            missing.add("phoneNumber");
        }
        if (!missing.isEmpty()) {
            return new FormulaPassword(null, List.copyOf(missing));
        }
        // Character by character: String's case mapping depends on the locale and turns ß into two letters.
        String value = new StringBuilder()
                .appendCodePoint(Character.toUpperCase(first.getAsInt()))
                .appendCodePoint(Character.toLowerCase(last.getAsInt()))
                .append(digits)
                .append("!!")
                .toString();
        return new FormulaPassword(value, List.of());
    }

    /** Says which parts are missing, never the password. */
    @Override
    public String toString() {
        return "FormulaPassword[missing=" + missing + "]";
    }

    private static OptionalInt firstLetter(String name) {
        return name == null
                ? OptionalInt.empty()
                : Normalizer.normalize(name, Normalizer.Form.NFC)
                        .codePoints()
                        .filter(Character::isLetter)
                        .findFirst();
    }

    private static String digits(String phoneNumber) {
        StringBuilder digits = new StringBuilder();
        if (phoneNumber == null) {
            return "";
        }
        for (int character : phoneNumber.codePoints().toArray()) {
            if (Character.isDigit(character)) {
                digits.append(Character.digit(character, 10));
            } else if (!digits.isEmpty() && EXTENSION_MARKERS.indexOf(character) >= 0) {
                break;
            }
        }
        return digits.substring(0, Math.min(digits.length(), MOST_DIGITS));
    }
}
