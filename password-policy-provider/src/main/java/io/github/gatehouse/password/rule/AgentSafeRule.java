package io.github.gatehouse.password.rule;

import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * L8: a password that a telephony agent's account takes as well: at most so many characters, counted in Unicode code
 * points, and none but the printable ones of ASCII, U+0020 to U+007E.
 *
 * @param longest the greatest number of code points
 */
public record AgentSafeRule(int longest) implements PasswordRule {

    /** Parameter: the greatest number of characters. */
    public static final String TOO_LONG = "passwordTooLong";

    /**
     * Parameters: characters that cannot be in the password, each once, by code point and separated by spaces, and the
     * greatest number of characters. It says both limits, so that one text is enough where a password breaks both.
     */
    public static final String NOT_AGENT_SAFE = "passwordNotAgentSafe";

    /** More are not named: a password in another script would stand on the page as a whole. */
    private static final int NAMED = 5;

    @Override
    public Optional<RuleViolation> check(String password, PasswordOwner owner) {
        String found = password.codePoints()
                .filter(character -> character < ' ' || character > '~')
                .distinct()
                .sorted()
                .limit(NAMED)
                .mapToObj(AgentSafeRule::visible)
                .collect(Collectors.joining(" "));
        if (!found.isEmpty()) {
            return Optional.of(RuleViolation.of(NOT_AGENT_SAFE, found, longest));
        }
        return password.length() > longest ? Optional.of(RuleViolation.of(TOO_LONG, longest)) : Optional.empty();
    }

    @Override
    public RuleDescription description() {
        return new RuleDescription("agentSafe", String.valueOf(longest));
    }

    /** What can be seen on a page stands for itself, the rest is named by its number: a no-break space is U+00A0. */
    private static String visible(int character) {
        return switch (Character.getType(character)) {
            case Character.SPACE_SEPARATOR,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR,
                    Character.CONTROL,
                    Character.FORMAT,
                    Character.SURROGATE,
                    Character.PRIVATE_USE,
                    Character.UNASSIGNED,
                    Character.NON_SPACING_MARK,
                    Character.ENCLOSING_MARK,
                    Character.COMBINING_SPACING_MARK -> String.format(Locale.ROOT, "U+%04X", character);
            default -> Character.toString(character);
        };
    }
}
