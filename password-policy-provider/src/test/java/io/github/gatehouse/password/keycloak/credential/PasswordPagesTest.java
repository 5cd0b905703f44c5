package io.github.gatehouse.password.keycloak.credential;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** What can be seen in the files of the pages without a server. */
class PasswordPagesTest {

    private static final String RULES = resource("templates/password-rules.ftl");

    private static final Pattern SCRIPT = Pattern.compile("/js/gatehouse-password-rules-(\\w+)\\.js");

    /** A name may be kept by a browser for 30 days, and by the server's own gzip cache for longer. */
    @Test
    void theScriptIsNamedAfterItsContent() {
        MatchResult script = SCRIPT.matcher(RULES).results().findFirst().orElseThrow();

        assertThat(script.group(1))
                .as("the hash in the name of %s; after a change rename the file and the line in the template", script)
                .isEqualTo(sha256(resource("resources" + script.group())).substring(0, 8));
    }

    @Test
    void noPageHoldsAnInlineScriptOrHandler() {
        for (String template : new String[] {RULES, resource("templates/choose-password.ftl")}) {
            assertThat(template)
                    .doesNotContainPattern("<script(?![^>]*\\ssrc=)")
                    .doesNotContainPattern("(?i)<[^>]*\\son\\w+\\s*=");
        }
    }

    private static String resource(String name) {
        try (InputStream stream = PasswordPagesTest.class.getResourceAsStream("/theme-resources/" + name)) {
            return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String sha256(String content) {
        try {
            return HexFormat.of()
                    .formatHex(MessageDigest.getInstance("SHA-256").digest(content.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("every JDK has SHA-256", impossible);
        }
    }
}
