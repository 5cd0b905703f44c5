package io.github.gatehouse.password.rule;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.StringTokenizer;

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
    private static final String SEPARATORS = ",.-_ #\t\u00A0\u2010\u2011\u2013";

    /**
     * In UTF-16 units. What follows in a longer name is not looked at: Keycloak stores none over 255 characters, but its
     * registration form brings longer ones, and to decompose a text takes a time that grows with the square of the
     * combining marks in a row.
     */
    private static final int LONGEST_NAME = 1024;

    @Override
    public Optional<RuleViolation> check(String password, PasswordOwner owner) {
        String comparable = ComparableText.of(password);
        List<String> found = new ArrayList<>();
        if (containsAny(comparable, formsOfName(cut(owner.firstName())))) {
            found.add("firstName");
        }
        if (containsAny(comparable, formsOfName(cut(owner.lastName())))) {
            found.add("lastName");
        }
        if (containsAny(comparable, formsOfUserName(cut(owner.userName())))) {
            found.add("userName");
        }
        return found.isEmpty() ? Optional.empty() : Optional.of(RuleViolation.of(CONTAINS_NAME, List.copyOf(found)));
    }

    @Override
    public RuleDescription description() {
        return new RuleDescription("notContainsNames", String.valueOf(shortest));
    }

    private static String cut(String name) {
        if (name == null) {
            return "";
        }
        int end = Math.min(name.length(), LONGEST_NAME);
        // Not half a character: browsers do not agree on what that is.
        return name.substring(0, end > 0 && Character.isHighSurrogate(name.charAt(end - 1)) ? end - 1 : end);
    }

    private boolean containsAny(String password, Set<String> forms) {
        for (String form : forms) {
            String comparable = ComparableText.of(form);
            if (!comparable.isBlank()
                    && comparable.codePointCount(0, comparable.length()) >= shortest
                    && password.contains(comparable)) {
                return true;
            }
        }
        return false;
    }

    private static Set<String> formsOfName(String name) {
        Set<String> forms = new HashSet<>();
        forms.add(name);
        forms.add(lettersAndDigits(name));
        StringTokenizer parts = new StringTokenizer(name, SEPARATORS);
        while (parts.hasMoreTokens()) {
            forms.add(parts.nextToken());
        }
        return forms;
    }

    private static String lettersAndDigits(String name) {
        return name.codePoints()
                .filter(Character::isLetterOrDigit)
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                .toString();
    }

    private static Set<String> formsOfUserName(String userName) {
        int at = userName.indexOf('@');
        return at == -1 ? Set.of(userName) : Set.of(userName, userName.substring(0, at));
    }
}
