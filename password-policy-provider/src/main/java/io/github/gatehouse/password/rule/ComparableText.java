package io.github.gatehouse.password.rule;

import java.text.Normalizer;
import java.util.Locale;

/** L4c: the form in which names and passwords are compared, so that José is Jose and Strauß is STRAUSS. */
final class ComparableText {

    private ComparableText() {}

    /**
     * Brings a text into the form for comparing: compatibility decomposition, no combining marks U+0300 to U+036F, no
     * difference of case. The same under every default locale.
     *
     * @param text any text, not null
     */
    static String of(String text) {
        String decomposed = Normalizer.normalize(text, Normalizer.Form.NFKD);
        // Lower, upper, lower: the capital ẞ is its own upper case, and only its lower case ß becomes SS.
        return lowerCase(lowerCase(decomposed).toUpperCase(Locale.ROOT));
    }

    /**
     * Without the marks, and one by one: String.toLowerCase writes a final sigma by its context, so that the same name
     * would look different at the end and in the middle of a password.
     */
    private static String lowerCase(String decomposed) {
        StringBuilder lowerCase = new StringBuilder(decomposed.length());
        for (int i = 0; i < decomposed.length(); ) {
            int character = decomposed.codePointAt(i);
            i += Character.charCount(character);
            if (character < 0x0300 || character > 0x036F) {
                lowerCase.appendCodePoint(Character.toLowerCase(character));
            }
        }
        return lowerCase.toString();
    }
}
