package io.github.gatehouse.sessionlimit.page;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class OwnTimeZoneTest {

    private static final Pattern SCRIPT = Pattern.compile("/js/gatehouse-times-(\\w+)\\.js");

    /** A name may be kept by a browser for 30 days, and by the server's own gzip cache for longer. */
    @Test
    void theScriptIsNamedAfterItsContent() throws IOException, GeneralSecurityException {
        String template = new String(resource("templates/own-time-zone.ftl"), StandardCharsets.UTF_8);
        MatchResult script = SCRIPT.matcher(template).results().findFirst().orElseThrow();

        byte[] hash = MessageDigest.getInstance("SHA-256").digest(resource("resources" + script.group()));

        assertThat(HexFormat.of().formatHex(hash))
                .as("the hash in the name of %s; after a change rename the file and the line in the template", script)
                .startsWith(script.group(1));
    }

    private static byte[] resource(String name) throws IOException {
        try (InputStream stream = OwnTimeZoneTest.class.getResourceAsStream("/theme-resources/" + name)) {
            return stream.readAllBytes();
        }
    }
}
