package io.github.gatehouse.themes;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.io.StringReader;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Map;
import java.util.Objects;
import java.util.Properties;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What can be seen in the files of the login theme without a server. */
class ThemeFilesTest {

    private static final String OURS = "/theme/gatehouse/login/";
    private static final String BASE = "/theme/base/login/";
    private static final Pattern CLASS_PROPERTY = Pattern.compile("\\bproperties\\.(kc\\w+)");

    /** A name may be kept by a browser for 30 days, and by the server's own gzip cache for longer. */
    @Test
    void everyFileThatBrowsersFetchIsNamedAfterItsContent() throws Exception {
        String template = ourTemplates().get("template.ftl");
        // Not as compiled: there an earlier name may be left.
        Path resources = Path.of("src/main/resources" + OURS + "resources");
        try (Stream<Path> files = Files.walk(resources).filter(Files::isRegularFile)) {
            assertThat(files).isNotEmpty().allSatisfy(file -> {
                String path = resources.relativize(file).toString().replace('\\', '/');
                assertThat(path)
                        .as("a changed file needs a new name, here and in template.ftl")
                        .containsPattern("-" + sha256(Files.readString(file)).substring(0, 8) + "\\.\\w+$");
                assertThat(template).contains("/" + path);
            });
        }
    }

    @Test
    void everyClassThatIsGivenToAPageIsAskedForAndStyled() throws Exception {
        Set<String> asked = found(CLASS_PROPERTY, baseTemplates());
        asked.addAll(found(CLASS_PROPERTY, ourTemplates()));
        String styles = text(OURS + "site-css.ftl");
        properties(OURS + "theme.properties").forEach((key, value) -> {
            if (key.toString().startsWith("kc")) {
                assertThat(asked).contains(key.toString());
                assertThat(value.toString().split(" "))
                        .allSatisfy(name -> assertThat(styles).containsPattern("\\." + name + "\\b"));
            }
        });
    }

    private static Set<String> found(Pattern pattern, Map<String, String> templates) {
        return templates.values().stream()
                .flatMap(source -> pattern.matcher(source).results())
                .map((MatchResult result) -> result.group(1))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static Map<String, String> ourTemplates() throws Exception {
        Map<String, String> templates = templates(Path.of(resource(OURS).toURI()));
        templates.remove("site-css.ftl");
        return templates;
    }

    private static Map<String, String> baseTemplates() throws Exception {
        URL jarred = resource(BASE + "template.ftl");
        try (FileSystem jar = FileSystems.newFileSystem(jarred.toURI(), Map.of())) {
            return templates(jar.getPath(BASE));
        }
    }

    private static Map<String, String> templates(Path folder) throws IOException {
        Map<String, String> templates = new TreeMap<>();
        try (Stream<Path> files = Files.list(folder)) {
            for (Path file : (Iterable<Path>) files::iterator) {
                if (file.toString().endsWith(".ftl")) {
                    templates.put(file.getFileName().toString(), Files.readString(file));
                }
            }
        }
        return templates;
    }

    private static Properties properties(String path) throws IOException {
        Properties properties = new Properties();
        properties.load(new StringReader(text(path)));
        return properties;
    }

    private static String text(String path) throws IOException {
        try (InputStream stream = resource(path).openStream()) {
            return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    private static URL resource(String path) {
        return Objects.requireNonNull(ThemeFilesTest.class.getResource(path), path);
    }

    private static String sha256(String content) throws NoSuchAlgorithmException {
        return HexFormat.of()
                .formatHex(MessageDigest.getInstance("SHA-256").digest(content.getBytes(StandardCharsets.UTF_8)));
    }
}
