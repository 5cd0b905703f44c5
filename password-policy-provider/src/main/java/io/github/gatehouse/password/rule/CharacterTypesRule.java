package io.github.gatehouse.password.rule;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.IntPredicate;

/**
 * L3: characters of at least so many of four types.
 *
 * <p>Upper and lower case are the Unicode general categories Lu and Ll: É and И count, ª and Ⓐ do not. Every other
 * character is allowed and counts for no type.
 *
 * @param needed how many of the four types a password must have, 1 to 4
 */
public record CharacterTypesRule(int needed) implements PasswordRule {

    /** Parameters: how many types are needed, how many there are, the names of the missing ones. */
    public static final String TOO_FEW_TYPES = "passwordTooFewCharacterTypes";

    private static final String SPECIAL_CHARACTERS = "!%^&()<>";

    private enum Type {
        UPPER_CASE("upperCase", character -> Character.getType(character) == Character.UPPERCASE_LETTER),
        LOWER_CASE("lowerCase", CharacterTypesRule::isLowerCase),
        DIGIT("digit", character -> character >= '0' && character <= '9'),
        SPECIAL("special", character -> SPECIAL_CHARACTERS.indexOf(character) >= 0);

        private final String code;
        private final IntPredicate counts;

        Type(String code, IntPredicate counts) {
            this.code = code;
            this.counts = counts;
        }
    }

    /** But for ʕ, U+0295: Unicode has taken it out of Ll, so servers and browsers do not agree on it. */
    private static boolean isLowerCase(int character) {
        return Character.getType(character) == Character.LOWERCASE_LETTER && character != 0x0295;
    }

    @Override
    public Optional<RuleViolation> check(String password, PasswordOwner owner) {
        List<String> missing = Arrays.stream(Type.values())
                .filter(type -> password.codePoints().noneMatch(type.counts))
                .map(type -> type.code)
                .toList();
        int found = Type.values().length - missing.size();
        return found < needed ? Optional.of(RuleViolation.of(TOO_FEW_TYPES, needed, found, missing)) : Optional.empty();
    }

    @Override
    public RuleDescription description() {
        return new RuleDescription("characterTypes", String.valueOf(needed));
    }
}
