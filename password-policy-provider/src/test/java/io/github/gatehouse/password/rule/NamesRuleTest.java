package io.github.gatehouse.password.rule;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class NamesRuleTest {

    @Test
    void aNameShorterThanTheSettingIsNotChecked() {
        assertThat(new NamesRule(4).check("xLee2024!", new PasswordOwner(null, null, "Lee")))
                .isEmpty();
        assertThat(new NamesRule(3).check("xLee2024!", new PasswordOwner(null, null, "Lee")))
                .isPresent();
    }

    @Test
    void withTheSettingOneEveryNameIsChecked() {
        assertThat(new NamesRule(1).check("Alive2024!", new PasswordOwner(null, "A", null)))
                .isPresent();
    }

    @Test
    void aNameIsMeasuredAsItIsCompared() {
        // One code point as typed, two as compared.
        assertThat(new NamesRule(3).check("xßx24!AB", new PasswordOwner(null, "ß", null)))
                .isEmpty();
        assertThat(new NamesRule(2).check("xSSx24!ab", new PasswordOwner(null, "ß", null)))
                .isPresent();
    }

    @Test
    void aNameOfMarksOrSignsAloneRefusesNothing() {
        assertThat(new NamesRule(1).check("Passw0rd!", new PasswordOwner("\u0301", "\u0301\u0301", "\u00a0")))
                .isEmpty();
    }

    @Test
    void theDomainOfAUserNameIsNotChecked() {
        assertThat(new NamesRule(3).check("xAcme2024!", new PasswordOwner("jd@acme.com", null, null)))
                .isEmpty();
    }
}
