package io.github.gatehouse.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** Looks for secrets in texts, also as URLs, JSON, HTML, Base64 and hexadecimal digits would have them. */
final class SecretSearch {

    private final List<String> secrets;

    SecretSearch(List<String> secrets) {
        this.secrets = List.copyOf(secrets);
    }

    /**
     * Fails if a secret is in a text.
     *
     * @param place what the text is, for the message
     * @param text not empty: nothing can be found in nothing
     */
    void assertNoneIn(String place, String text) {
        assertThat(text).as(place).isNotBlank();
        for (String secret : secrets) {
            for (String form : forms(secret)) {
                // Not doesNotContain(): it would print megabytes, with the place in them lost.
                int found = text.indexOf(form);
                assertThat(found < 0 ? "" : around(text, found))
                        .as("%s holds %s as %s", place, secret, form)
                        .isEmpty();
            }
        }
    }

    private static Set<String> forms(String secret) {
        Set<String> forms = new LinkedHashSet<>();
        forms.add(secret);
        forms.add(URLEncoder.encode(secret, StandardCharsets.UTF_8));
        forms.add(escaped(secret, "\\u%04x"));
        forms.add(escaped(secret, "&#%d;"));
        forms.add(escaped(secret, "&#x%x;"));
        forms.add(secret.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;"));
        forms.add(escaped(secret, "%%%02X"));
        StringBuilder hexadecimal = new StringBuilder();
        secret.chars().forEach(character -> hexadecimal.append(String.format("%02x", character)));
        forms.add(hexadecimal.toString());
        for (int before = 0; before < 3; before++) {
            forms.add(inBase64(secret, before));
        }
        return forms;
    }

    /** With everything escaped that is neither letter nor digit. */
    private static String escaped(String secret, String format) {
        StringBuilder text = new StringBuilder();
        secret.chars()
                .forEach(character -> text.append(
                        Character.isLetterOrDigit(character)
                                ? String.valueOf((char) character)
                                : String.format(format, character)));
        return text.toString();
    }

    /** What is the same whatever stands around it: without the characters that share bits with a neighbour. */
    private static String inBase64(String secret, int bytesBefore) {
        String text = Base64.getEncoder()
                .withoutPadding()
                .encodeToString(("\0".repeat(bytesBefore) + secret).getBytes(StandardCharsets.UTF_8));
        int bits = (bytesBefore + secret.length()) * 8;
        return text.substring((bytesBefore * 8 + 5) / 6, bits / 6);
    }

    private static String around(String text, int at) {
        return text.substring(Math.max(0, at - 200), Math.min(text.length(), at + 200));
    }
}
