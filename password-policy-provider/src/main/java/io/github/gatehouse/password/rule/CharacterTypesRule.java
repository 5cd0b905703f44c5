package io.github.gatehouse.password.rule;

import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

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
        UPPER_CASE("upperCase"),
        LOWER_CASE("lowerCase"),
        DIGIT("digit"),
        SPECIAL("special"),
        NONE("");

        private final String code;

        Type(String code) {
            this.code = code;
        }

        static Type of(int character) {
            if (character >= '0' && character <= '9') {
                return DIGIT;
            }
            if (SPECIAL_CHARACTERS.indexOf(character) >= 0) {
                return SPECIAL;
            }
            return switch (Character.getType(character)) {
                case Character.UPPERCASE_LETTER -> UPPER_CASE;
                // But for ʕ, U+0295: Unicode has taken it out of Ll, so servers and browsers do not agree on it.
                case Character.LOWERCASE_LETTER -> character == 0x0295 ? NONE : LOWER_CASE;
                default -> NONE;
            };
        }
    }

    @Override
    public Optional<RuleViolation> check(String password, PasswordOwner owner) {
        Set<Type> missing = EnumSet.complementOf(EnumSet.of(Type.NONE));
        int types = missing.size();
        password.codePoints().mapToObj(Type::of).forEach(missing::remove);
        int found = types - missing.size();
        return found < needed
                ? Optional.of(RuleViolation.of(TOO_FEW_TYPES, needed, found, codes(missing)))
                : Optional.empty();
    }

    private static List<String> codes(Set<Type> types) {
        return types.stream().map(type -> type.code).toList();
    }

    @Override
    public RuleDescription description() {
        return new RuleDescription("characterTypes", String.valueOf(needed));
    }
}
