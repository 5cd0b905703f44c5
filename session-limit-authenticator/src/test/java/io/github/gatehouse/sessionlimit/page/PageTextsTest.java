package io.github.gatehouse.sessionlimit.page;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStreamReader;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Properties;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PageTextsTest {

    private static final String MESSAGES = "/theme-resources/messages/messages_en.properties";
    private static final Pattern KEY_IN_TEMPLATE = Pattern.compile("msg\\(\"(\\w+)\"");
    /** Used from Java, not from a template. */
    private static final Set<String> KEYS_IN_CODE = Set.of("sessionLimitTooFew");
    /** Keycloak's own text, which it has in every language. */
    private static final Set<String> STOCK_KEYS = Set.of("doCancel");

    @Test
    void everyTextOfAPageIsInTheBundleAndNoTextIsLeftOver() {
        Set<String> used = new TreeSet<>(KEYS_IN_CODE);
        used.addAll(keysOf("choose-sign-ins-to-end.ftl"));
        used.addAll(keysOf("no-more-sign-ins.ftl"));
        used.removeAll(STOCK_KEYS);

        assertThat(messages().stringPropertyNames()).containsExactlyInAnyOrderElementsOf(used);
    }

    @Test
    void noTextHasASingleApostropheWhichMessageFormatWouldSwallow() {
        assertThat(messages().values())
                .allSatisfy(
                        text -> assertThat(((String) text).replace("''", "")).doesNotContain("'"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"choose-sign-ins-to-end.ftl", "no-more-sign-ins.ftl"})
    void aPageHasNoTextScriptOrHandlerOfItsOwn(String template) {
        String markup = read("/theme-resources/templates/" + template);

        assertThat(markup).doesNotContain("<script").doesNotContainPattern("\\son\\w+=");
        String text = markup.replaceAll("\\$\\{[^}]*}", "")
                .replaceAll("</?[#@][^>]*>", "")
                .replaceAll("<(\"[^\"]*\"|[^>\"])*>", "");
        assertThat(text).doesNotContainPattern("\\p{L}");
    }

    private static Set<String> keysOf(String template) {
        return KEY_IN_TEMPLATE
                .matcher(read("/theme-resources/templates/" + template))
                .results()
                .map((MatchResult match) -> match.group(1))
                .collect(Collectors.toSet());
    }

    private static Properties messages() {
        Properties messages = new Properties();
        try (Reader reader = open(MESSAGES)) {
            messages.load(reader);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return messages;
    }

    private static String read(String resource) {
        try (var in = PageTextsTest.class.getResourceAsStream(resource)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Reader open(String resource) {
        return new InputStreamReader(PageTextsTest.class.getResourceAsStream(resource), StandardCharsets.UTF_8);
    }
}
