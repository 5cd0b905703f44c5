package io.github.gatehouse.it;

import io.github.gatehouse.it.support.Sources;
import java.io.IOException;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * The texts of one module or theme in all its languages.
 *
 * @param folder {@code messages} in the sources
 */
record MessageBundle(Path folder) {

    /** @throws IllegalStateException where a key is there twice, of which Keycloak would take the last */
    Map<String, String> texts(Locale language) {
        Map<String, String> texts = new TreeMap<>();
        Properties onceEach = new Properties() {
            private static final long serialVersionUID = 1;

            @Override
            public synchronized Object put(Object key, Object text) {
                if (texts.put((String) key, (String) text) != null) {
                    throw new IllegalStateException(key + " stands twice in " + file(language));
                }
                return null;
            }
        };
        try {
            onceEach.load(new StringReader(Sources.read(file(language))));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return texts;
    }

    /**
     * As Keycloak looks for it in {@code theme-resources}, by the locale's own name. In a theme it takes this one too,
     * and would take {@code zh_Hans} before {@code zh_CN}.
     */
    Path file(Locale language) {
        return folder.resolve("messages_" + language + ".properties");
    }

    boolean isOfTheme() {
        return folder.toString().contains("/theme/");
    }

    boolean isOfMails() {
        return folder.endsWith("email/messages");
    }

    @Override
    public String toString() {
        String path = folder.toString();
        return path.replaceFirst(".*/([^/]+)/src/main/resources/(?:theme/gatehouse/)?([^/]+).*", "$1 $2");
    }

    static List<MessageBundle> all() {
        return Sources.endingWith("messages_en.properties").stream()
                .map(Path::getParent)
                .map(MessageBundle::new)
                .toList();
    }

    long files() {
        try (Stream<Path> files = Files.list(folder)) {
            return files.count();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
