package io.github.gatehouse.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Page;
import io.github.gatehouse.it.GalleryPages.Visitor;
import io.github.gatehouse.it.support.Browsers;
import io.github.gatehouse.it.support.Device;
import io.github.gatehouse.it.support.Tree;
import java.io.IOException;
import java.net.URI;
import java.net.URL;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What was seen in the gallery: pictures, and a table of pages, for whoever asks for proof of accessibility. */
final class GalleryRecord {

    private static final Path FOLDER = Path.of("gallery");

    /** Of pages. */
    private static final Pattern PARTS =
            Pattern.compile("(template|footer|passkeys|theme-resources|cli_splash|.*-commons)\\.ftl");

    /** A certificate of the browser's, a feature that is a preview, and the page that ours takes the place of. */
    private static final Set<String> NOT_REACHED =
            Set.of("login-x509-info.ftl", "login-passkeys-conditional-authenticate.ftl", "login-update-password.ftl");

    private final String table;
    private final Map<String, Row> rows = new TreeMap<>();
    private final Set<Visitor> visitors = new LinkedHashSet<>();
    private final List<AssertionError> unfinished = new ArrayList<>();

    /** @param table name of the file under {@code target/gallery/} */
    GalleryRecord(String table) {
        this.table = table;
    }

    /**
     * One page.
     *
     * @param strict whether it allows no script between its tags
     * @param views what axe found, for each visitor
     */
    private record Row(String template, boolean strict, Map<Visitor, String> views) {}

    /** Looks at the page that is open, in every view of the visitor's. What is amiss is kept for {@link #allFinished}. */
    void show(Visitor visitor, Device device, String name) {
        Page page = device.page();
        page.waitForLoadState();
        String template = page.locator("body").getAttribute("data-page-id").replaceFirst("^login-", "");
        boolean strict =
                page.locator("meta[http-equiv=Content-Security-Policy]").count() == 1;
        visitors.add(visitor);
        Row row = rows.computeIfAbsent(name, key -> new Row(template, strict, new HashMap<>()));
        String picture = name + "-" + visitor.browser().name().toLowerCase(Locale.ROOT) + "-" + visitor.language();
        List<String> seen = new ArrayList<>();
        for (PageLook.View view : visitor.views()) {
            try {
                PageLook.isFinished(device, FOLDER, picture, view);
                seen.add("0");
            } catch (AssertionError e) {
                unfinished.add(e);
                seen.add("✗");
            }
        }
        row.views().put(visitor, String.join(" ", seen));
        try {
            isDressed(page, visitor, picture);
            // Not in each language: the order is that of the markup.
            if (visitor.browser() == Browsers.Kind.CHROMIUM
                    && visitor.language().equals("en")) {
                PageLook.theTabKeyReachesEverything(page, picture);
            }
        } catch (AssertionError e) {
            unfinished.add(e);
        }
    }

    /** Our layout, and not a field or a button that looks as the browser makes it. */
    private static void isDressed(Page page, Visitor visitor, String picture) {
        assertThat(page.locator("main.card h1").count())
                .as("layout of %s", picture)
                .isEqualTo(1);
        assertThat(page.locator("html").getAttribute("lang")).as(picture).isEqualTo(visitor.language());
        assertThat(page.locator("html").getAttribute("dir"))
                .as(picture)
                .isEqualTo(visitor.language().equals("ar") ? "rtl" : "ltr");
        assertThat((List<?>) page.evaluate("""
                () => [...document.querySelectorAll("main input, main button, main select, main textarea")]
                  .filter((e) => e.checkVisibility() && !["hidden", "checkbox", "radio"].includes(e.type))
                  .filter((e) => ["inset", "outset"].includes(getComputedStyle(e).borderStyle))
                  .map((e) => e.outerHTML)""")).as("undressed on %s", picture).isEmpty();
        assertThat((List<?>) page.evaluate("""
                () => [...document.querySelectorAll("[type=password], #username")]
                  .filter((e) => !/^(username( webauthn)?|(current|new)-password)$/.test(e.autocomplete))
                  .filter((e) => e.type !== "hidden")
                  .map((e) => e.outerHTML)"""))
                .as("unknown to a password manager on %s", picture)
                .isEmpty();
    }

    /** Fails with everything that was amiss since the last time. */
    void allFinished() {
        List<String> messages =
                unfinished.stream().map(AssertionError::getMessage).toList();
        unfinished.clear();
        assertThat(messages).isEmpty();
    }

    /** What a browser's console says: nothing may be missing on a page because its policy forbids it. */
    void hear(String message) {
        if (message.contains("Content Security Policy") || message.contains("Content-Security-Policy")) {
            unfinished.add(new AssertionError(message));
        }
    }

    /** Fails where the base theme has a page that was not seen, or docs/accessibility.md has not the same pages. */
    void isWhole() throws IOException {
        Set<String> seen = rows.values().stream()
                .map(row -> row.template() + ".ftl")
                .collect(Collectors.toCollection(TreeSet::new));
        assertThat(baseTemplates())
                .filteredOn(template -> !PARTS.matcher(template).matches() && !NOT_REACHED.contains(template))
                .isSubsetOf(seen);
        assertThat(rows.values().stream().filter(row -> !row.strict()).map(Row::template))
                .as("pages that run scripts of their own, Keycloak's all; the last on 26.5 only")
                .isSubsetOf("webauthn-register", "webauthn-authenticate", "saml-post-form", "frontchannel-logout");
        String documented = Files.readString(Tree.root().resolve("docs/accessibility.md"));
        assertThat(rows.keySet())
                .as("pages in docs/accessibility.md")
                .allSatisfy(page -> assertThat(documented).contains("| " + page + " |"));
    }

    private static List<String> baseTemplates() throws IOException {
        URL template = GalleryRecord.class.getResource("/theme/base/login/template.ftl");
        try (FileSystem jar =
                        FileSystems.newFileSystem(URI.create(template.toString().replaceFirst("!.*", "")), Map.of());
                Stream<Path> files = Files.list(jar.getPath("/theme/base/login"))) {
            return files.map(file -> file.getFileName().toString())
                    .filter(name -> name.endsWith(".ftl"))
                    .toList();
        }
    }

    /** Under {@code target/gallery/}. */
    void write() throws IOException {
        StringBuilder text = new StringBuilder("| page | template | scripts from files only |");
        visitors.forEach(visitor -> text.append(' ').append(visitor).append(" |"));
        text.append("\n|---|---|---|").append("---|".repeat(visitors.size())).append('\n');
        rows.forEach((name, row) -> {
            text.append("| ").append(name).append(" | ").append(row.template());
            text.append(" | ").append(row.strict() ? "yes" : "no").append(" |");
            visitors.forEach(visitor -> text.append(' ')
                    .append(row.views().getOrDefault(visitor, ""))
                    .append(" |"));
            text.append('\n');
        });
        Path folder = Files.createDirectories(Tree.target().resolve(FOLDER));
        Files.writeString(folder.resolve(table), text);
    }
}
