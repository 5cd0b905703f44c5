package io.github.gatehouse.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.gatehouse.it.support.KeycloakUnderTest;
import io.github.gatehouse.it.support.OwnKeycloak;
import io.github.gatehouse.it.support.SignInTest;
import io.github.gatehouse.localserver.StartFailure;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.URI;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.List;
import java.util.Map;
import java.util.jar.Attributes;
import java.util.jar.Manifest;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What an administrator is told when jars in {@code providers/} do not belong together. */
@SignInTest
class JarsBesideEachOtherIT {

    private static final String WARNING = "The jars of Gatehouse in providers/ are of different versions: ";

    @Test
    void jarsOfOneVersionAreNotTalkedAbout(KeycloakUnderTest shared) {
        assertThat(shared.logText()).doesNotContain(WARNING);
    }

    @Test
    void aJarOfAnotherVersionIsNamedOnceAtTheStart() throws IOException {
        try (OwnKeycloak keycloak = OwnKeycloak.withTheBundle("jars")) {
            Path providers = keycloak.home().resolve("providers");
            setVersion(jar(providers, "themes"), "0.0.9");

            keycloak.start(null);

            assertThat(keycloak.logText().lines().filter(line -> line.contains(WARNING)))
                    .singleElement()
                    .asString()
                    .contains("WARN")
                    .contains("password-policy-provider " + versionOf(jar(providers, "password-policy-provider")))
                    .contains("themes 0.0.9. Put all jars of one release there, delete the others");
        }
    }

    @Test
    void withoutThePasswordRulesTheTemporaryPasswordsSayThatTheyNeedThem() throws IOException {
        List<Path> jars = OwnKeycloak.bundle().stream()
                .filter(jar -> !jar.getFileName().toString().startsWith("password-policy-provider"))
                .toList();
        try (OwnKeycloak keycloak = OwnKeycloak.withTheBundle("missing-jar")) {
            assertThatThrownBy(() -> keycloak.withJars(jars)).isInstanceOf(StartFailure.class);

            assertThat(Files.readAllLines(keycloak.home().resolve("gatehouse-build.log")))
                    .contains("ERROR: temp-password-authenticator needs password-policy-provider of the same version"
                            + " beside it, and that is missing. Put its jar into providers/, or take"
                            + " temp-password-authenticator out.");
        }
    }

    private static Path jar(Path providers, String module) throws IOException {
        try (Stream<Path> jars = Files.list(providers)) {
            return jars.filter(jar -> jar.getFileName().toString().startsWith(module + "-"))
                    .findFirst()
                    .orElseThrow();
        }
    }

    /** The file keeps its time, so that the server need not be built again. */
    private static void setVersion(Path jar, String version) throws IOException {
        FileTime time = Files.getLastModifiedTime(jar);
        try (FileSystem content = FileSystems.newFileSystem(URI.create("jar:" + jar.toUri()), Map.of())) {
            Path file = content.getPath("META-INF/MANIFEST.MF");
            Manifest manifest = read(file);
            manifest.getMainAttributes().put(Attributes.Name.IMPLEMENTATION_VERSION, version);
            try (OutputStream out = Files.newOutputStream(file)) {
                manifest.write(out);
            }
        }
        Files.setLastModifiedTime(jar, time);
    }

    private static String versionOf(Path jar) throws IOException {
        try (FileSystem content = FileSystems.newFileSystem(URI.create("jar:" + jar.toUri()), Map.of())) {
            return read(content.getPath("META-INF/MANIFEST.MF"))
                    .getMainAttributes()
                    .getValue(Attributes.Name.IMPLEMENTATION_VERSION);
        }
    }

    private static Manifest read(Path file) throws IOException {
        try (InputStream in = Files.newInputStream(file)) {
            return new Manifest(in);
        }
    }
}
