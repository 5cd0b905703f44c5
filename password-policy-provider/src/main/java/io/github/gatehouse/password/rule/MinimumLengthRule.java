package io.github.gatehouse.password.rule;

import java.util.Optional;

/**
 * L1: at least so many characters, counted in Unicode code points.
 *
 * <p>Stock {@code length} counts UTF-16 units, so that four emoji count for eight.
 *
 * @param minimum the least number of code points
 */
public record MinimumLengthRule(int minimum) implements PasswordRule {

    /** Parameter: the minimum. */
    public static final String TOO_SHORT = "passwordTooShort";

    @Override
    public Optional<RuleViolation> check(String password, PasswordOwner owner) {
        return password.codePointCount(0, password.length()) < minimum
                ? Optional.of(RuleViolation.of(TOO_SHORT, minimum))
                : Optional.empty();
    }

    @Override
    public RuleDescription description() {
        return new RuleDescription("minimumLength", String.valueOf(minimum));
    }
}
