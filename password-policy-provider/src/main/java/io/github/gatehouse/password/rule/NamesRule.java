package io.github.gatehouse.password.rule;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * L4: the password does not contain the person's first name, last name or user name, whatever their case and accents.
 *
 * <p>Of the first and the last name the parts and the run-together form count too: "Mary Ann" also as "mary", "ann" and
 * "maryann". Of the user name only the whole and what stands before an {@code @}. A missing or blank name refuses
 * nothing.
 *
 * @param shortest names and parts with fewer code points than this are not checked; 1 checks all
 */
public record NamesRule(int shortest) implements PasswordRule {

    /** Parameter: which names the password contains ({@code firstName}, {@code lastName}, {@code userName}). */
    public static final String CONTAINS_NAME = "passwordContainsName";

    /** As Active Directory splits names, and the no-break space, the hyphens and the dash that people type for these. */
    private static final Pattern SEPARATORS = Pattern.compile("[,.\\-_ #\\t\\u00A0\\u2010\\u2011\\u2013]+");

    private static final Pattern NEITHER_LETTER_NOR_DIGIT = Pattern.compile("[^\\p{L}\\p{Nd}]+");

    @Override
    public Optional<RuleViolation> check(String password, PasswordOwner owner) {
        String comparable = ComparableText.of(password);
        List<String> found = new ArrayList<>();
        if (containsAny(comparable, formsOfName(owner.firstName()))) {
            found.add("firstName");
        }
        if (containsAny(comparable, formsOfName(owner.lastName()))) {
            found.add("lastName");
        }
        if (containsAny(comparable, formsOfUserName(owner.userName()))) {
            found.add("userName");
        }
        return found.isEmpty() ? Optional.empty() : Optional.of(RuleViolation.of(CONTAINS_NAME, List.copyOf(found)));
    }

    @Override
    public RuleDescription description() {
        return new RuleDescription("notContainsNames", String.valueOf(shortest));
    }

    private boolean containsAny(String password, Stream<String> forms) {
        return forms.map(ComparableText::of)
                .filter(form -> !form.isBlank())
                .filter(form -> form.codePointCount(0, form.length()) >= shortest)
                .anyMatch(password::contains);
    }

    private static Stream<String> formsOfName(String name) {
        if (name == null) {
            return Stream.empty();
        }
        Stream<String> whole =
                Stream.of(name, NEITHER_LETTER_NOR_DIGIT.matcher(name).replaceAll(""));
        return Stream.concat(whole, SEPARATORS.splitAsStream(name));
    }

    private static Stream<String> formsOfUserName(String userName) {
        if (userName == null) {
            return Stream.empty();
        }
        int at = userName.indexOf('@');
        return at < 0 ? Stream.of(userName) : Stream.of(userName, userName.substring(0, at));
    }
}
