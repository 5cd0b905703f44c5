package io.github.gatehouse.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.gatehouse.it.support.LongTest;
import io.github.gatehouse.it.support.ReleaseZip;
import io.github.gatehouse.it.support.Tree;
import io.github.gatehouse.localserver.BundleJars;
import io.github.gatehouse.localserver.KeycloakHome;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What an administrator downloads, against what stands in the tree. */
class ReleaseZipIT {

    private static ReleaseZip zip;

    @BeforeAll
    static void open() {
        zip = ReleaseZip.open();
    }

    @AfterAll
    static void close() throws IOException {
        zip.close();
    }

    @Test
    void itsJarsAreTheVeryOnesThatTheTestsRunOn() throws IOException {
        List<Path> tested = BundleJars.in(Tree.root());

        assertThat(zip.names().stream().filter(name -> name.startsWith("providers/")))
                .containsExactlyInAnyOrderElementsOf(tested.stream()
                        .map(jar -> "providers/" + jar.getFileName())
                        .toList());
        for (Path jar : tested) {
            assertThat(content("providers/" + jar.getFileName()))
                    .as(jar.toString())
                    .isEqualTo(Files.readAllBytes(jar));
        }
    }

    @Test
    void everyModuleThatPlugsIntoKeycloakIsInItButTheTestClock() throws IOException {
        List<String> pluggedIn;
        try (Stream<Path> folders = Files.list(Tree.root())) {
            pluggedIn = folders.filter(folder -> Files.exists(folder.resolve("src/main/resources/META-INF/services"))
                            || Files.exists(folder.resolve("src/main/resources/META-INF/keycloak-themes.json")))
                    .map(folder -> folder.getFileName().toString())
                    .filter(module -> !module.equals("test-clock-provider"))
                    .toList();
        }

        assertThat(zip.names().stream()
                        .filter(name -> name.startsWith("providers/"))
                        .map(name -> name.replaceFirst("^providers/(.*?)-[0-9].*$", "$1")))
                .containsExactlyInAnyOrderElementsOf(pluggedIn);
    }

    @Test
    void itsOtherFilesAreThoseOfTheTree() throws IOException {
        TreeMap<String, Path> expected = new TreeMap<>();
        Stream.of("realm-export.json", "docker-compose.yml", "README.md", "CHANGELOG.md", "LICENSE")
                .forEach(name -> expected.put(name, Tree.root().resolve(name)));
        expected.put(
                "applications/gatehouse-sign-out.js",
                Tree.root().resolve("sample-portal/src/main/resources/gatehouse-portal/gatehouse-sign-out.js"));
        for (Path folder : Stream.of("docs", "operating")
                .map(Tree.root()::resolve)
                .filter(Files::isDirectory)
                .toList()) {
            try (Stream<Path> files = Files.walk(folder)) {
                files.filter(Files::isRegularFile)
                        .forEach(file ->
                                expected.put(Tree.root().relativize(file).toString(), file));
            }
        }

        assertThat(zip.names().stream()
                        .filter(name -> !name.startsWith("providers/"))
                        .filter(name -> !List.of("SHA256SUMS", "bom.json").contains(name)))
                .containsExactlyInAnyOrderElementsOf(expected.keySet());
        for (String name : expected.keySet()) {
            assertThat(content(name)).as(name).isEqualTo(Files.readAllBytes(expected.get(name)));
        }
    }

    @Test
    void theScriptsForOperatingMayBeRunAndNothingElse() throws IOException {
        for (String name : zip.names()) {
            assertThat(PosixFilePermissions.toString(
                            Files.getPosixFilePermissions(zip.folder().resolve(name))))
                    .as(name)
                    .isEqualTo(name.startsWith("operating/") ? "rwxr-xr-x" : "rw-r--r--");
        }
    }

    @Test
    void theChecksumsCoverEveryOtherFile() throws IOException {
        TreeMap<String, String> sums = new TreeMap<>();
        for (String line : text("SHA256SUMS").lines().toList()) {
            sums.put(line.substring(66), line.substring(0, 64));
        }
        TreeSet<String> others = new TreeSet<>(zip.names());
        others.remove("SHA256SUMS");

        assertThat(sums.keySet()).isEqualTo(others);
        for (String name : others) {
            assertThat(sums.get(name)).as(name).isEqualTo(sha256(content(name)));
        }
    }

    @Test
    void theBillOfMaterialsNamesEachJarAndNothingThatChangesFromBuildToBuild() throws IOException {
        JsonNode bom = new ObjectMapper().readTree(content("bom.json"));

        assertThat(bom.path("bomFormat").asText()).isEqualTo("CycloneDX");
        assertThat(bom.path("metadata").has("timestamp")).isFalse();
        assertThat(StreamSupport.stream(bom.path("components").spliterator(), false)
                        .collect(Collectors.toMap(
                                c -> "providers/" + c.path("name").asText() + "-"
                                        + c.path("version").asText() + ".jar",
                                ReleaseZipIT::sha256Of)))
                .isEqualTo(zip.names().stream()
                        .filter(name -> name.startsWith("providers/"))
                        .collect(Collectors.toMap(name -> name, name -> sha256(content(name)))));
    }

    /** In a folder of another name, in another time zone and language. */
    @LongTest
    @Test
    void aSecondBuildElsewhereGivesTheSameBytes() throws IOException, InterruptedException {
        Path elsewhere = Tree.target().resolve("second build");
        KeycloakHome.deleteFolder(elsewhere);
        copySources(Tree.root(), elsewhere);
        Path log = Tree.target().resolve("second-build.log");
        ProcessBuilder maven = new ProcessBuilder(
                        "mvn", "-B", "-ntp", "package", "-DskipTests", "-pl", "release", "-am")
                .directory(elsewhere.toFile())
                .redirectErrorStream(true)
                .redirectOutput(log.toFile());
        maven.environment().putAll(Map.of("TZ", "Asia/Tokyo", "LC_ALL", "C"));
        Process build = maven.start();
        try {
            assertThat(build.waitFor(10, TimeUnit.MINUTES)).isTrue();
        } finally {
            build.destroy();
        }
        assertThat(build.exitValue()).as("see " + log).isZero();

        Path second = elsewhere.resolve(Tree.root().relativize(ReleaseZip.file()));
        assertThat(sha256(Files.readAllBytes(second))).isEqualTo(sha256(Files.readAllBytes(ReleaseZip.file())));
        KeycloakHome.deleteFolder(elsewhere);
    }

    private static void copySources(Path from, Path to) throws IOException {
        try (Stream<Path> files = Files.walk(from)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                Path name = from.relativize(file);
                if (name.toString().matches("(\\.git|\\.local)(/.*)?|([^/]*/)?target/.*")) {
                    continue;
                }
                Files.createDirectories(to.resolve(name).getParent());
                Files.copy(file, to.resolve(name));
            }
        }
    }

    private static byte[] content(String name) {
        try {
            return Files.readAllBytes(zip.folder().resolve(name));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String text(String name) {
        return new String(content(name), StandardCharsets.UTF_8);
    }

    private static String sha256Of(JsonNode component) {
        return StreamSupport.stream(component.path("hashes").spliterator(), false)
                .filter(hash -> hash.path("alg").asText().equals("SHA-256"))
                .map(hash -> hash.path("content").asText())
                .findFirst()
                .orElse("none");
    }

    private static String sha256(byte[] content) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(content));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
