package io.github.gatehouse.sampleportal;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the files promise to applications that take them over. What they do is tested in a browser. */
class PortalFilesTest {

    @Test
    void theSignOutScriptNeedsNoOtherFile() {
        assertThat(file("gatehouse-sign-out.js")).doesNotContainPattern("\\bimport\\b.*['\"]|\\brequire\\(");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "gatehouse-sign-out.js",
                "portal.js",
                "pages.js",
                "elements.js",
                "admin.js",
                "people.js",
                "person.js",
                "add-person.js",
                "temporary-password.js"
            })
    void noScriptMakesMarkupOrCodeOutOfAString(String script) {
        assertThat(file(script))
                .doesNotContainPattern("innerHTML|outerHTML|insertAdjacentHTML|document\\.write|\\beval\\(");
        assertThat(file(script)).doesNotContainPattern("setAttribute\\('(style|on)|new Function");
    }

    @Test
    void thePageWorksUnderAPolicyThatForbidsInlineScriptsAndStyles() {
        String page = file("index.html");
        assertThat(page).contains("script-src 'self';", "style-src 'self';").doesNotContain("unsafe-");
        assertThat(page).doesNotContainPattern("<script(?![^>]* src=)|<style|\\son[a-z]+=|\\sstyle=");
    }

    private static String file(String name) {
        try (InputStream in = PortalFilesTest.class.getResourceAsStream("/gatehouse-portal/" + name)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }
}
