package io.github.gatehouse.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import io.github.gatehouse.it.support.Browsers;
import io.github.gatehouse.it.support.Device;
import io.github.gatehouse.it.support.LongTest;
import io.github.gatehouse.it.support.OwnKeycloak;
import io.github.gatehouse.it.support.SignInTest;
import io.github.gatehouse.it.support.Tree;
import io.github.gatehouse.localserver.FormBrowser;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.keycloak.representations.idm.RealmRepresentation;

/** The theme as files: a child of it in the server's {@code themes/}, and a newer jar of it. */
@SignInTest
class ThemeOnDiskIT {

    private static final Pattern SCRIPT = Pattern.compile("src=\"([^\"]*/js/(gatehouse-\\w+\\.js))\"");

    /** That of docs/theme.md. */
    @Test
    void aChildThemeOfTwoLinesAndAStyleSheetBringsColoursAndLogo(Browsers browsers) throws IOException {
        try (OwnKeycloak keycloak = OwnKeycloak.withTheBundle("child-theme")) {
            Path login = Files.createDirectories(keycloak.home().resolve("themes/acme/login"));
            Files.writeString(login.resolve("theme.properties"), documented("properties"));
            Path resources = Files.createDirectories(login.resolve("resources"));
            Files.writeString(
                    Files.createDirectories(resources.resolve("css")).resolve("acme-1.css"), documented("css"));
            Files.writeString(
                    Files.createDirectories(resources.resolve("img")).resolve("logo.svg"),
                    "<svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 9 9'><circle cx='4' cy='4' r='4'/></svg>");
            keycloak.start(Tree.root().resolve("realm-export.json"));
            RealmRepresentation realm = keycloak.realm().toRepresentation();
            realm.setLoginTheme("acme");
            keycloak.realm().update(realm);

            Device device = browsers.newDevice().open(signInPage(keycloak)).awaitSignInPage();

            Locator button = device.page().locator("#kc-login");
            assertThat(button.evaluate("button => getComputedStyle(button).backgroundColor"))
                    .isEqualTo("rgb(122, 31, 162)");
            Locator brand = device.page().locator(".brand");
            assertThat(brand.evaluate("brand => getComputedStyle(brand).backgroundImage"))
                    .asString()
                    .endsWith("/img/logo.svg\")");
            assertThat(brand.locator("svg").isVisible()).isFalse();
            PageLook.isFinishedToo(device, "child-theme");
        }
    }

    /** Keycloak's address of a theme's files stays the same for a new jar, and so does its own store of packed files. */
    @LongTest
    @Test
    void afterAnUpgradeNobodyGetsAnOldFile(@TempDir Path folder) throws Exception {
        try (OwnKeycloak keycloak = OwnKeycloak.withTheBundle("newer-theme")) {
            keycloak.start(Tree.root().resolve("realm-export.json"));
            Matcher before = script(keycloak);
            String old = packed(keycloak, before.group(1));
            assertThat(old).doesNotContain("// newer");
            keycloak.stop();
            List<Path> jars = new ArrayList<>(OwnKeycloak.bundle());
            jars.replaceAll(jar ->
                    jar.getFileName().toString().startsWith("themes") ? newer(jar, folder, before.group(2)) : jar);

            keycloak.withJars(jars).start(null);

            Matcher after = script(keycloak);
            assertThat(packed(keycloak, after.group(1))).isEqualTo(old + "// newer\n");
        }
    }

    /** With another content of the script, and so another name, as a test of the build wants it. */
    private static Path newer(Path jar, Path folder, String script) {
        try {
            Path copy = Files.copy(jar, folder.resolve(jar.getFileName()));
            try (FileSystem content = FileSystems.newFileSystem(URI.create("jar:" + copy.toUri()), Map.of())) {
                Path login = content.getPath("theme/gatehouse/login");
                Path file = login.resolve("resources/js").resolve(script);
                String text = Files.readString(file) + "// newer\n";
                String name = "gatehouse-" + sha256(text).substring(0, 8) + ".js";
                Files.delete(file);
                Files.writeString(file.resolveSibling(name), text);
                Path template = login.resolve("template.ftl");
                Files.writeString(template, Files.readString(template).replace(script, name));
            }
            return copy;
        } catch (IOException | NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    private static Matcher script(OwnKeycloak keycloak) throws IOException, InterruptedException {
        HttpResponse<String> page = HttpClient.newHttpClient()
                .send(
                        HttpRequest.newBuilder(URI.create(signInPage(keycloak))).build(),
                        HttpResponse.BodyHandlers.ofString());
        Matcher script = SCRIPT.matcher(page.body());
        assertThat(script.find()).as(page.body()).isTrue();
        return script;
    }

    /** As browsers ask for it. */
    private static String packed(OwnKeycloak keycloak, String path) throws IOException, InterruptedException {
        HttpResponse<byte[]> file = HttpClient.newHttpClient()
                .send(
                        HttpRequest.newBuilder(URI.create(keycloak.baseUrl()).resolve(path))
                                .header("Accept-Encoding", "gzip, deflate, br")
                                .build(),
                        HttpResponse.BodyHandlers.ofByteArray());
        assertThat(file.headers().firstValue("Content-Encoding")).hasValue("gzip");
        return new String(
                new GZIPInputStream(new ByteArrayInputStream(file.body())).readAllBytes(), StandardCharsets.UTF_8);
    }

    private static String signInPage(OwnKeycloak keycloak) {
        return FormBrowser.authorization(keycloak.realmUrl(), "portal", "http://localhost:8081/", "");
    }

    /** The first example of that kind in docs/theme.md. */
    private static String documented(String kind) throws IOException {
        Matcher example = Pattern.compile("```" + kind + "\n(.*?)```", Pattern.DOTALL)
                .matcher(Files.readString(Tree.root().resolve("docs/theme.md")));
        assertThat(example.find()).as(kind).isTrue();
        return example.group(1);
    }

    private static String sha256(String content) throws NoSuchAlgorithmException {
        return HexFormat.of()
                .formatHex(MessageDigest.getInstance("SHA-256").digest(content.getBytes(StandardCharsets.UTF_8)));
    }
}
