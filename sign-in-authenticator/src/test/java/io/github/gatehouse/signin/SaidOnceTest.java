package io.github.gatehouse.signin;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class SaidOnceTest {

    private final SaidOnce once = new SaidOnce(2);

    @Test
    void theSameIsNewOnlyOnce() {
        assertThat(once.isNew("a")).isTrue();
        assertThat(once.isNew("b")).isTrue();
        assertThat(once.isNew("a")).isFalse();
        assertThat(once.isNew("b")).isFalse();
    }

    @Test
    void onlyTheNewestAreRemembered() {
        once.isNew("a");
        once.isNew("b");
        once.isNew("c");

        assertThat(once.isNew("c")).isFalse();
        assertThat(once.isNew("b")).isFalse();
        assertThat(once.isNew("a")).isTrue();
    }
}
