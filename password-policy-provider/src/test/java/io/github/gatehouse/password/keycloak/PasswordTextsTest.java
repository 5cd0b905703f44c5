package io.github.gatehouse.password.keycloak;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.gatehouse.password.rule.AgentSafeRule;
import io.github.gatehouse.password.rule.CharacterTypesRule;
import io.github.gatehouse.password.rule.ForbiddenCharactersRule;
import io.github.gatehouse.password.rule.MinimumLengthRule;
import io.github.gatehouse.password.rule.NamesRule;
import io.github.gatehouse.password.rule.PasswordOwner;
import io.github.gatehouse.password.rule.PasswordRule;
import io.github.gatehouse.password.rule.RuleViolation;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.Reader;
import java.lang.reflect.Proxy;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.Random;
import java.util.stream.Collectors;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.keycloak.models.KeycloakContext;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.ThemeManager;
import org.keycloak.theme.Theme;

class PasswordTextsTest {

    private static final List<PasswordRule> RULES = List.of(
            new MinimumLengthRule(128),
            new NamesRule(1),
            new CharacterTypesRule(4),
            new ForbiddenCharactersRule("# $ { } ' % \\ < & \0 \ud800 \u202e"),
            new AgentSafeRule(32));

    private static final String[] PIECES = {
        "{", "}", "'", "{0}", "%s", "\\", "<b>", "&amp;", "\0", "\ud800", "\u202e", "a"
    };

    /** A run is repeated with {@code -Dseed=<the printed one>}. */
    @ParameterizedTest
    @ValueSource(strings = {"en", "de", "fr", "es", "it", "nl", "pt-BR", "ja", "ko", "zh-CN", "zh-TW"})
    void whateverARuleFindsIsASentenceThatShowsItAsItIs(String language) throws IOException {
        long seed = Long.getLong("seed", System.nanoTime());
        System.out.println("Sentences about bad input: seed " + seed);
        Random random = new Random(seed);
        PasswordTexts texts = new PasswordTexts(session(Locale.forLanguageTag(language)));
        for (int run = 0; run < 1000; run++) {
            String password =
                    random.ints(8, 0, PIECES.length).mapToObj(i -> PIECES[i]).collect(Collectors.joining());
            PasswordOwner owner = new PasswordOwner(password, "{", "'");
            for (PasswordRule rule : RULES) {
                RuleViolation violation = rule.check(password, owner).orElse(null);
                if (violation != null) {
                    Object[] shown = violation.parameters().stream()
                            .map(parameter -> texts.parameter(violation.code(), parameter))
                            .toArray();
                    assertThat(texts.text(violation.code(), shown))
                            .as("%s, seed %d", violation, seed)
                            .isNotEqualTo(violation.code())
                            .contains(String.valueOf(shown[shown.length - 1]))
                            .doesNotContain(violation.code() + ".");
                }
            }
        }
    }

    /** A session of somebody on the sign-in pages, as far as the texts ask. */
    private static KeycloakSession session(Locale locale) throws IOException {
        Theme theme = only(Theme.class, Map.of("getEnhancedMessages", messages(locale)));
        ThemeManager themes = only(ThemeManager.class, Map.of("getTheme", theme));
        KeycloakContext context = only(KeycloakContext.class, Map.of("resolveLocale", locale));
        return only(KeycloakSession.class, Map.of("getContext", context, "theme", themes));
    }

    /** Answers these methods, and any other with null. */
    private static <T> T only(Class<T> type, Map<String, Object> answers) {
        return type.cast(Proxy.newProxyInstance(
                type.getClassLoader(),
                new Class<?>[] {type},
                (proxy, method, arguments) -> answers.get(method.getName())));
    }

    private static Properties messages(Locale locale) throws IOException {
        String file = "/theme-resources/messages/messages_" + locale + ".properties";
        Properties messages = new Properties();
        try (Reader bundle = new InputStreamReader(
                Optional.ofNullable(PasswordTextsTest.class.getResourceAsStream(file))
                        .orElseThrow(),
                StandardCharsets.UTF_8)) {
            messages.load(bundle);
        }
        return messages;
    }
}
