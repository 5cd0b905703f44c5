package io.github.gatehouse.temporarypassword.formula;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.gatehouse.password.rule.CharacterTypesRule;
import io.github.gatehouse.password.rule.ForbiddenCharactersRule;
import io.github.gatehouse.password.rule.MinimumLengthRule;
import io.github.gatehouse.password.rule.NamesRule;
import io.github.gatehouse.password.rule.PasswordOwner;
import io.github.gatehouse.password.rule.PasswordRule;
import io.github.gatehouse.password.rule.RuleViolation;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/**
 * A million people: names and phone numbers of plain and of difficult characters. Each has a password that keeps the
 * rules of the realm file, or none and a reason. A run is repeated with {@code -Dseed=<the printed one>}.
 */
class FormulaPasswordGeneratedTest {

    private static final int PEOPLE = 1_000_000;

    private static final int[] NAMES =
            ("aAbBzZ jdJD'\"-.,´ßẞςΣİıéÉÅåǅªⒶﬁĳНйΩ王小あ가ʻ\u0301\u0308\u0130\u00ad\u00a0\u200b\u200f\u202e"
                            + "עבعم019😀𝐀𐐀\u0000\uFFFF")
                    .codePoints()
                    .toArray();

    private static final int[] PHONES =
            "0123456789012345678901234567890123456789+ ()-./٣۵९５𝟗xX#,;extEXT доб.½²①\u200e\u0000"
                    .codePoints()
                    .toArray();

    private static final Pattern WHOLE = Pattern.compile("\\p{L}\\p{L}[0-9]{1,15}!!");

    /** A realm's policies, as the file writes them. */
    private static final Pattern POLICY = Pattern.compile("([A-Za-z]+)\\(([^)]*)\\)");

    private final long seed = Long.getLong("seed", System.nanoTime());
    private final Random random = new Random(seed);

    @Test
    void eachHasAPasswordThatKeepsTheRealmsRulesOrNoneAndAReason() throws IOException {
        List<PasswordRule> rules = rulesOfTheRealmFile();
        Map<String, Integer> outcomes = new HashMap<>();
        for (int person = 0; person < PEOPLE; person++) {
            String first = name();
            String last = name();
            String phone = text(PHONES, 24);
            PasswordOwner owner = new PasswordOwner(userName(phone), first, last);
            FormulaPassword password = FormulaPassword.of(first, last, phone);
            String outcome = password.value() == null
                    ? "missing"
                    : rules.stream()
                            .flatMap(rule -> rule.check(password.value(), owner).stream())
                            .map(RuleViolation::code)
                            .findFirst()
                            .orElse("usable");
            outcomes.merge(outcome, 1, Integer::sum);
            String wrong = wrong(outcome, password, phone);
            if (wrong != null) {
                throw new AssertionError(String.format(
                        "%s: %s / %s / %s, seed %d", wrong, codes(first), codes(last), codes(phone), seed));
            }
        }
        // All that can happen does: otherwise the characters above have become too tame.
        assertThat(outcomes.keySet())
                .as("seed %d, %s", seed, outcomes)
                .containsExactlyInAnyOrder(
                        "missing",
                        "usable",
                        "passwordTooShort",
                        "passwordContainsName",
                        "passwordTooFewCharacterTypes");
        assertThat(outcomes.get("usable")).as("seed %d, %s", seed, outcomes).isGreaterThan(PEOPLE / 10);
    }

    /** What is wrong, by other means than the rules' own, or null. */
    private static String wrong(String outcome, FormulaPassword password, String phone) {
        if (outcome.equals("missing")) {
            return password.missing().isEmpty() ? "neither a password nor a missing part" : null;
        }
        String value = password.value();
        if (!password.missing().isEmpty() || !WHOLE.matcher(value).matches()) {
            return "not two letters, digits and two marks";
        }
        if (phone == null || phone.codePoints().noneMatch(Character::isDigit)) {
            return "digits out of nothing";
        }
        // Digits and marks are two types; ß stays a small letter also as the first.
        boolean aThirdType = value.codePoints()
                .map(Character::getType)
                .anyMatch(type -> type == Character.UPPERCASE_LETTER || type == Character.LOWERCASE_LETTER);
        boolean keeps = value.codePointCount(0, value.length()) >= 8 && aThirdType;
        if (outcome.equals("usable") && !keeps) {
            return "breaks the length or the types";
        }
        return null;
    }

    private static List<PasswordRule> rulesOfTheRealmFile() throws IOException {
        String realm = Files.readString(Path.of("..", "realm-export.json"));
        Matcher line = Pattern.compile("\"passwordPolicy\": \"([^\"]+)\"").matcher(realm);
        assertThat(line.find()).isTrue();
        Map<String, String> policies = new HashMap<>();
        POLICY.matcher(line.group(1)).results().forEach(policy -> policies.put(policy.group(1), policy.group(2)));
        return List.of(
                new MinimumLengthRule(Integer.parseInt(policies.get("minimumLength"))),
                new NamesRule(Integer.parseInt(policies.get("notContainsNames"))),
                new CharacterTypesRule(Integer.parseInt(policies.get("characterTypes"))),
                new ForbiddenCharactersRule(policies.get("forbiddenCharacters")));
    }

    private String name() {
        return random.nextInt(50) == 0 ? null : text(NAMES, 8);
    }

    /** Mostly one that is in no password; of some people it is their phone number. */
    private String userName(String phone) {
        return random.nextInt(20) == 0 ? phone : "agent";
    }

    private String text(int[] characters, int longest) {
        int length = random.nextInt(longest);
        int[] picked = new int[length];
        for (int i = 0; i < length; i++) {
            // Now and then anything at all, half a surrogate pair and characters of no meaning included.
            picked[i] = random.nextInt(40) == 0
                    ? random.nextInt(Character.MAX_CODE_POINT + 1)
                    : characters[random.nextInt(characters.length)];
        }
        return new String(picked, 0, length);
    }

    private static String codes(String text) {
        return text == null
                ? "null"
                : Arrays.toString(
                        text.codePoints().mapToObj(Integer::toHexString).toArray());
    }
}
