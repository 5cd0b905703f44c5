package io.github.gatehouse.signin;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

class RememberedNameTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "jdoe",
                "JDOE@Example.org",
                "1001",
                "José Núñez",
                "小明",
                "a;b=c, \"d\"",
                "\"><script>",
                "${7*7}",
                "😀"
            })
    void aNameComesBackAsItWasTyped(String name) {
        String cookie = RememberedName.write(name).orElseThrow();

        assertThat(RememberedName.read(cookie)).contains(name);
        assertThat(cookie).as("needs no quoting in a cookie").matches("[A-Za-z0-9_-]+");
    }

    @Test
    void spacesAroundANameAreNotRemembered() {
        assertThat(RememberedName.write(" jdoe ").flatMap(RememberedName::read)).contains("jdoe");
    }

    @ParameterizedTest
    @NullSource
    @ValueSource(strings = {"", "   ", "jdoe\r\nSet-Cookie: x=y", "a\0b", "\u0085"})
    void whatIsNoNameIsNotRemembered(String name) {
        assertThat(RememberedName.write(name)).isEmpty();
    }

    @Test
    void aNameLongerThanKeycloakStoresIsNotRemembered() {
        assertThat(RememberedName.write("x".repeat(255))).isPresent();
        assertThat(RememberedName.write("x".repeat(256))).isEmpty();
    }

    @ParameterizedTest
    @NullSource
    @ValueSource(strings = {"", "!", "%%%", "not base64", "\"><script>", "${7*7}", "A", "amRvZQ==="})
    void whatIsNoValueOfOursIsReadAsNothing(String cookie) {
        assertThat(RememberedName.read(cookie)).isEmpty();
    }

    @Test
    void malformedTextControlCharactersAndExcessAreReadAsNothing() {
        assertThat(RememberedName.read(base64(new byte[] {'a', (byte) 0xC3}))).isEmpty();
        assertThat(RememberedName.read(base64(new byte[] {(byte) 0xED, (byte) 0xA0, (byte) 0x80})))
                .isEmpty();
        assertThat(RememberedName.read(base64("a\nb".getBytes(StandardCharsets.UTF_8))))
                .isEmpty();
        assertThat(RememberedName.read(base64("x".repeat(3000).getBytes(StandardCharsets.UTF_8))))
                .isEmpty();
    }

    @Test
    void nothingThatABrowserMaySendBreaksReading() {
        Random random = new Random(7);
        for (int i = 0; i < 20_000; i++) {
            byte[] bytes = new byte[random.nextInt(40)];
            random.nextBytes(bytes);

            RememberedName.read(new String(bytes, StandardCharsets.ISO_8859_1));
            RememberedName.read(base64(bytes))
                    .ifPresent(name -> assertThat(RememberedName.write(name))
                            .as("a name that was read can be written")
                            .isPresent());
        }
    }

    private static String base64(byte[] bytes) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }
}
