package io.github.gatehouse.signin;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Optional;

/**
 * The remembered user name as a cookie value: base64url of its UTF-8 bytes, so that every name is a valid value.
 *
 * <p>The cookie is data from outside. {@link #read} takes anything and answers with a name or with nothing.
 */
public final class RememberedName {

    /** Keycloak stores no longer user name; a longer value was not written here. */
    private static final int MAXIMUM_LENGTH = 255;

    private RememberedName() {}

    /**
     * The cookie value for a name, as it was typed.
     *
     * @return empty when there is nothing worth remembering: null, blank, too long or with control characters
     */
    public static Optional<String> write(String name) {
        return worthRemembering(name)
                .map(n -> Base64.getUrlEncoder().withoutPadding().encodeToString(n.getBytes(StandardCharsets.UTF_8)));
    }

    /**
     * The name in a cookie value.
     *
     * @param cookie what the browser sent, null when it sent no cookie
     * @return empty for whatever {@link #write} cannot have written
     */
    public static Optional<String> read(String cookie) {
        if (cookie == null) {
            return Optional.empty();
        }
        try {
            ByteBuffer bytes = ByteBuffer.wrap(Base64.getUrlDecoder().decode(cookie));
            // A decoder made for this: new String(…) would replace malformed bytes and show a name nobody typed.
            return worthRemembering(
                    StandardCharsets.UTF_8.newDecoder().decode(bytes).toString());
        } catch (IllegalArgumentException | CharacterCodingException notOurs) {
            return Optional.empty();
        }
    }

    private static Optional<String> worthRemembering(String name) {
        return Optional.ofNullable(name)
                .map(String::strip)
                .filter(n -> !n.isEmpty() && n.length() <= MAXIMUM_LENGTH)
                .filter(n -> n.codePoints().noneMatch(Character::isISOControl));
    }
}
