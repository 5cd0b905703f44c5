package io.github.gatehouse.password.rule;

import java.util.Optional;

/**
 * One rule a new password has to keep.
 *
 * <p>A rule is a plain value: it knows no user store, no realm and no language, and never changes what it is given.
 */
public interface PasswordRule {

    /**
     * Checks one password.
     *
     * @param password the password as typed, never trimmed or changed; not null
     * @param owner whose password it would be; not null, its names may be missing
     * @return what is wrong, or empty if the password keeps the rule
     */
    Optional<RuleViolation> check(String password, PasswordOwner owner);

    /** The same rule for the page, where it is checked while somebody types. */
    RuleDescription description();
}
