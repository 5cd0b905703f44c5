package io.github.gatehouse.resetcredentials;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

class MaskedAddressTest {

    @ParameterizedTest
    @CsvSource({
        "jdoe@example.com,                        j••••••e@example.com",
        "john.william.doe@example.com,            j••••••e@example.com",
        "jd@example.com,                          j••••••d@example.com",
        "j@example.com,                           j••••••j@example.com",
        "JDoe@Example.COM,                        j••••••e@example.com",
        "' jdoe@example.com ',                    j••••••e@example.com",
        "josé@exämple.com,                        j••••••é@exämple.com",
        "😀smile😎@example.com,                   😀••••••😎@example.com",
        "'\"a@b\"@example.com',                   '\"••••••\"@example.com'"
    })
    void onlyTheFirstAndLastCharacterOfTheLocalPartShow(String address, String shown) {
        assertThat(MaskedAddress.of(address)).hasToString("Optional[" + shown + "]");
    }

    @ParameterizedTest
    @NullSource
    @ValueSource(strings = {"", " ", "jdoe", "@example.com", "jdoe@", "j doe@example.com", "jdoe@exa\nmple.com"})
    void whatIsNoAddressHasNoMask(String address) {
        assertThat(MaskedAddress.of(address)).isEmpty();
    }

    @Test
    void whatIsTooLongToBeSomebodysAddressHasNoMask() {
        String domain = "@" + "d".repeat(242) + ".example";
        assertThat(MaskedAddress.of("jdoe" + domain)).isPresent();
        assertThat(MaskedAddress.of("jdoes" + domain)).isEmpty();
        assertThat(MaskedAddress.of("a@" + "x".repeat(100_000))).isEmpty();
    }
}
