package io.github.gatehouse.password.rule;

import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * L2: none of some characters, compared as exact code points.
 *
 * @param characters the forbidden characters; white space between them means nothing
 */
public record ForbiddenCharactersRule(String characters) implements PasswordRule {

    /** Parameter: the forbidden characters that the password has, each once, separated by spaces. */
    public static final String FORBIDDEN_CHARACTERS = "passwordForbiddenCharacters";

    @Override
    public Optional<RuleViolation> check(String password, PasswordOwner owner) {
        String found = forbidden()
                .filter(character -> password.indexOf(character) >= 0)
                .mapToObj(Character::toString)
                .collect(Collectors.joining(" "));
        return found.isEmpty() ? Optional.empty() : Optional.of(RuleViolation.of(FORBIDDEN_CHARACTERS, found));
    }

    @Override
    public RuleDescription description() {
        return new RuleDescription(
                "forbiddenCharacters", forbidden().mapToObj(Character::toString).collect(Collectors.joining()));
    }

    private IntStream forbidden() {
        return characters
                .codePoints()
                .filter(character -> !Character.isWhitespace(character))
                .distinct();
    }
}
