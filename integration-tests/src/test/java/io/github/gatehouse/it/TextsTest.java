package io.github.gatehouse.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.gatehouse.it.support.Sources;
import io.github.gatehouse.it.support.Tree;
import java.io.IOException;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.text.MessageFormat;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** The texts of all modules and themes, in the languages of the realm file. */
class TextsTest {

    /** Shown by the consoles as they stand. All others are patterns of {@link MessageFormat}. */
    private static final Pattern SHOWN_AS_IT_IS =
            Pattern.compile("(passwordPoliciesHelp|profile\\.attributes)\\..*|signInNameTaken");

    /** Not written in words. */
    private static final Set<String> SAME_IN_EVERY_LANGUAGE = Set.of("passwordRulesNotMet", "passwordListSeparator");

    /** Keycloak's words for the life time of a link, of which it has no Korean ones, and so ours has them too. */
    private static final Pattern LIFE_TIME_IN_KOREAN =
            Pattern.compile("linkExpirationFormatter\\.timePeriodUnit\\.(seconds|minutes|hours|days)");

    private static final Pattern PARAMETER = Pattern.compile("\\{(\\d+)");
    private static final Pattern TAG = Pattern.compile("</?[a-zA-Z][^>]*>");

    private static final Pattern IN_TEMPLATE = Pattern.compile("\\b(?:msg|advancedMsg)\\(\"([^\"]+)\"");
    private static final Pattern IN_JAVA = Pattern.compile(
            "\\b(?:setError|setSuccess|setInfo|getMessage|text|PolicyError|FormMessage|RuleViolation\\.of|refusal)"
                    + "\\(\\s*(?:context,\\s*)?(?:\"(\\w+)\"|([A-Z_]+)\\b)");
    private static final Pattern IN_REALM = Pattern.compile("\\$\\{(profile\\.[\\w.]+)}");
    /** Policies of Keycloak that have a line on the page for a new password. */
    private static final Set<String> STOCK_POLICIES = Set.of(
            "length",
            "maxLength",
            "digits",
            "lowerCase",
            "upperCase",
            "specialChars",
            "notUsername",
            "notContainsUsername",
            "notEmail",
            "passwordHistory",
            "passwordBlacklist");

    static Stream<Arguments> translations() throws IOException {
        List<Locale> languages = languages();
        return MessageBundle.all().stream()
                .flatMap(bundle -> languages.stream()
                        .filter(language -> !language.equals(Locale.ENGLISH))
                        .map(language -> arguments(bundle, language)));
    }

    static Stream<Arguments> texts() throws IOException {
        return Stream.concat(
                MessageBundle.all().stream().map(bundle -> arguments(bundle, Locale.ENGLISH)), translations());
    }

    @Test
    void theRealmSpeaksElevenLanguagesAndNoBundleHasAnother() throws IOException {
        List<Locale> languages = languages();
        assertThat(languages).hasSize(11).contains(Locale.ENGLISH);
        assertThat(MessageBundle.all())
                .hasSizeGreaterThanOrEqualTo(6)
                .allSatisfy(bundle ->
                        assertThat(bundle.files()).as("files of %s", bundle).isEqualTo(11));
    }

    @ParameterizedTest(name = "{0} {1}")
    @MethodSource("translations")
    void everyTextIsThereInEveryLanguageAndNoOther(MessageBundle bundle, Locale language) {
        Set<String> keys = new TreeSet<>(bundle.texts(language).keySet());
        if (bundle.isOfMails() && language.equals(Locale.KOREAN)) {
            keys.removeIf(LIFE_TIME_IN_KOREAN.asMatchPredicate());
        }
        assertThat(keys).isEqualTo(bundle.texts(Locale.ENGLISH).keySet());
    }

    @ParameterizedTest(name = "{0} {1}")
    @MethodSource("translations")
    void everyTextIsTranslatedWithAllItsParametersAndTheSameTags(MessageBundle bundle, Locale language) {
        Map<String, String> translated = bundle.texts(language);
        bundle.texts(Locale.ENGLISH).forEach((key, english) -> {
            String text = translated.get(key);
            if (!SAME_IN_EVERY_LANGUAGE.contains(key)) {
                assertThat(text).as(key).isNotBlank().isNotEqualTo(english);
            }
            assertThat(found(PARAMETER, text)).as(key).isEqualTo(found(PARAMETER, english));
            assertThat(allOf(TAG, text)).as(key).isEqualTo(allOf(TAG, english));
        });
    }

    /** MessageFormat drops a lone apostrophe, and with it the meaning of the braces behind it. */
    @ParameterizedTest(name = "{0} {1}")
    @MethodSource("texts")
    void everyTextIsShownAsItIsMeant(MessageBundle bundle, Locale language) {
        bundle.texts(language).forEach((key, text) -> {
            if (SHOWN_AS_IT_IS.matcher(key).matches()) {
                assertThat(text).as(key).doesNotContainPattern("[{}']");
            } else {
                assertThat(text.replace("''", "")).as(key).doesNotContain("'");
                assertThat(Stream.of(0, 1, 2)
                                .map(number -> new MessageFormat(text, language)
                                        .format(new Object[] {number, number, "c", "d"})))
                        .as(key)
                        .noneMatch(shown -> shown.contains("{") || shown.contains("|"));
            }
        });
    }

    @Test
    void everyTextIsUsedOrReplacesOneOfKeycloak() throws IOException {
        String code = Stream.of(".java", ".ftl").flatMap(TextsTest::sources).collect(Collectors.joining());
        Set<String> inRealm = found(IN_REALM, realmFile());
        Set<String> replaceable = stockKeys("login");
        Set<String> inMails = stockKeys("email");
        for (MessageBundle bundle : MessageBundle.all()) {
            assertThat(bundle.texts(Locale.ENGLISH).keySet())
                    .as("texts of %s", bundle)
                    .allMatch(key -> isNamed(key, code)
                            || inRealm.contains(key)
                            || bundle.isOfTheme() && (bundle.isOfMails() ? inMails : replaceable).contains(key));
        }
    }

    @Test
    void everyKeyOfATemplateOfTheCodeAndOfTheRealmFileHasAText() throws IOException {
        Set<String> known = stockKeys("login");
        Set<String> knownInMails = stockKeys("email");
        MessageBundle.all()
                .forEach(bundle -> Stream.of(known, knownInMails)
                        .forEach(
                                keys -> keys.addAll(bundle.texts(Locale.ENGLISH).keySet())));
        Map<Boolean, String> templates = Sources.endingWith(".ftl").stream()
                .collect(Collectors.partitioningBy(
                        file -> file.toString().contains("/email/"),
                        Collectors.mapping(Sources::read, Collectors.joining())));
        Set<String> inJava = sources(".java").flatMap(TextsTest::keysOf).collect(Collectors.toSet());
        Set<String> inRealm = found(IN_REALM, realmFile());

        assertThat(found(IN_TEMPLATE, templates.get(false)))
                .hasSizeGreaterThan(40)
                .isSubsetOf(known);
        assertThat(found(IN_TEMPLATE, templates.get(true))).isNotEmpty().isSubsetOf(knownInMails);
        assertThat(inJava).hasSizeGreaterThan(8).isSubsetOf(known);
        assertThat(inRealm).hasSize(3).isSubsetOf(known);
    }

    /** By a literal, or put together of two: what it is about and which one. */
    private static boolean isNamed(String key, String code) {
        int dot = key.indexOf('.');
        return code.contains('"' + key + '"')
                || dot > 0
                        && (code.contains('"' + key.substring(0, dot) + '"')
                                || code.contains('"' + key.substring(0, dot + 1) + '"')
                                || key.startsWith("passwordPoliciesHelp."))
                        && (code.contains('"' + key.substring(dot + 1) + '"')
                                || STOCK_POLICIES.contains(key.substring(dot + 1)))
                // Keycloak's page of the ways to sign in puts these together.
                || code.contains('"' + key.replaceFirst("-(display-name|help-text)$", "") + '"');
    }

    /** Literals and constants of the same class that stand where a key does. */
    private static Stream<String> keysOf(String source) {
        return IN_JAVA.matcher(source).results().flatMap(call -> {
            if (call.group(1) != null) {
                return Stream.of(call.group(1));
            }
            return found(Pattern.compile("String " + call.group(2) + " = \"(\\w+)\""), source).stream();
        });
    }

    private static List<Locale> languages() throws IOException {
        List<Locale> languages = new ArrayList<>();
        new ObjectMapper()
                .readTree(realmFile())
                .get("supportedLocales")
                .forEach(tag -> languages.add(Locale.forLanguageTag(tag.asText())));
        return languages;
    }

    private static String realmFile() throws IOException {
        return Files.readString(Tree.root().resolve("realm-export.json"));
    }

    private static Stream<String> sources(String ending) {
        return Sources.endingWith(ending).stream().map((Path file) -> Sources.read(file));
    }

    private static Set<String> stockKeys(String type) throws IOException {
        Properties stock = new Properties();
        String path = "/theme/base/" + type + "/messages/messages_en.properties";
        try (var bundle = TextsTest.class.getResourceAsStream(path)) {
            stock.load(new StringReader(new String(bundle.readAllBytes(), StandardCharsets.UTF_8)));
        }
        return new TreeSet<>(stock.stringPropertyNames());
    }

    private static Set<String> found(Pattern pattern, String text) {
        return pattern.matcher(text).results().map(match -> match.group(1)).collect(Collectors.toSet());
    }

    private static List<String> allOf(Pattern pattern, String text) {
        return pattern.matcher(text).results().map(MatchResult::group).toList();
    }
}
