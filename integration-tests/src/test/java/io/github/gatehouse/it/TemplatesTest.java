package io.github.gatehouse.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.gatehouse.it.support.Sources;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The templates of all modules and themes: no text of their own, no script between the tags. */
class TemplatesTest {

    private static final Pattern COMMENT = Pattern.compile("<#--.*?-->", Pattern.DOTALL);
    private static final Pattern INTERPOLATION = Pattern.compile("\\$\\{(?:\"[^\"]*\"|'[^']*'|[^}\"'])*}");
    private static final Pattern DIRECTIVE = Pattern.compile("</?[#@](?:\"[^\"]*\"|'[^']*'|[^>\"'])*>");
    private static final Pattern STYLE = Pattern.compile("<style>.*?</style>", Pattern.DOTALL);
    private static final Pattern IMPORT_MAP =
            Pattern.compile("<script type=\"importmap\">.*?</script>", Pattern.DOTALL);
    private static final Pattern TAG = Pattern.compile("<(?:\"[^\"]*\"|[^>\"])*>");

    static List<Path> templates() {
        return Sources.endingWith(".ftl").stream()
                .filter(file -> !file.endsWith("site-css.ftl"))
                .toList();
    }

    @Test
    void thereAreTemplatesOfThemesAndOfModules() {
        assertThat(templates())
                .anyMatch(file -> file.toString().contains("/theme/"))
                .anyMatch(file -> file.toString().contains("/theme-resources/"));
    }

    @ParameterizedTest
    @MethodSource("templates")
    void aTemplateHoldsNoTextOfItsOwn(Path template) {
        String text = markupOf(template);
        for (Pattern noText : List.of(STYLE, IMPORT_MAP, INTERPOLATION, TAG)) {
            text = noText.matcher(text).replaceAll("");
        }
        assertThat(text).as("text of %s", template).doesNotContainPattern("\\p{L}");
    }

    @ParameterizedTest
    @MethodSource("templates")
    void aTemplateHoldsNoTextOfItsOwnInAnAttribute(Path template) {
        assertThat(INTERPOLATION.matcher(markupOf(template)).replaceAll(""))
                .as("attributes of %s", template)
                .doesNotContainPattern("\\s(aria-label|title|alt|placeholder)=\"[^\"]*\\p{L}");
    }

    @ParameterizedTest
    @MethodSource("templates")
    void aTemplateHoldsNoInlineScriptOrHandler(Path template) {
        String markup = IMPORT_MAP.matcher(markupOf(template)).replaceAll("");
        assertThat(markup)
                .as("handlers of %s", template)
                .doesNotContainPattern("(?i)<[^>]*\\son\\w+\\s*=")
                .doesNotContain("javascript:");
        assertThat(markup).as("scripts of %s", template).doesNotContainPattern("<script(?![^>]*\\ssrc=)");
    }

    /** What is left once comments and FreeMarker's directives are gone. */
    private static String markupOf(Path template) {
        return Stream.of(COMMENT, DIRECTIVE)
                .reduce(
                        Sources.read(template),
                        (source, pattern) -> pattern.matcher(source).replaceAll(""),
                        (one, other) -> other);
    }
}
