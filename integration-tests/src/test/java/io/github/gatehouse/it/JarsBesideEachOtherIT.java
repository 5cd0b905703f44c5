package io.github.gatehouse.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.gatehouse.it.support.KeycloakUnderTest;
import io.github.gatehouse.it.support.LongTest;
import io.github.gatehouse.it.support.OwnKeycloak;
import io.github.gatehouse.it.support.SignInTest;
import io.github.gatehouse.localserver.StartFailure;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.URI;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.jar.Attributes;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What an administrator is told when jars in {@code providers/} do not belong together. */
@SignInTest
class JarsBesideEachOtherIT {

    private static final String WARNING = "The jars of Gatehouse in providers/ are of different versions: ";
    private static final String RIVALS = "Other jars in providers/ claim what Gatehouse claims";

    @Test
    void jarsOfOneVersionAreNotTalkedAbout(KeycloakUnderTest shared) {
        assertThat(shared.logText()).doesNotContain(WARNING, RIVALS, "cannot be compared");
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

    @LongTest
    @Test
    void aJarOfOthersThatClaimsTheSameIsNamedOnceAtTheStart(@TempDir Path folder) throws IOException {
        try (OwnKeycloak keycloak = OwnKeycloak.withTheBundle("rival-jar")) {
            Path rival = rivalJar(folder, keycloak.home().resolve("lib/lib/main"));
            List<Path> jars = new ArrayList<>(OwnKeycloak.bundle());
            jars.add(rival);

            keycloak.withJars(jars).start(null);

            assertThat(keycloak.logText().lines().filter(line -> line.contains(RIVALS)))
                    .singleElement()
                    .asString()
                    .contains("WARN")
                    .contains("credential provider keycloak-password is Gatehouse's, not that of rival.jar; ")
                    .contains("required action UPDATE_PASSWORD is that of rival.jar, not Gatehouse's. ")
                    .contains("Take out the jar that you do not want, run bin/kc.sh build, and start Keycloak again.");
        }
    }

    /** Asks for more than our required action does, and for less than our credential provider. */
    private static Path rivalJar(Path folder, Path keycloakJars) throws IOException {
        String classPath;
        try (Stream<Path> jars = Files.list(keycloakJars)) {
            classPath = jars.map(Path::toString).collect(Collectors.joining(File.pathSeparator));
        }
        Path classes = Files.createDirectories(folder.resolve("classes/META-INF/services"))
                .getParent()
                .getParent();
        for (String[] factory : new String[][] {
            {
                "RivalAction",
                "org.keycloak.authentication.requiredactions.UpdatePassword",
                "20",
                "org.keycloak.authentication.RequiredActionFactory"
            },
            {
                "RivalCredentials",
                "org.keycloak.credential.PasswordCredentialProviderFactory",
                "5",
                "org.keycloak.credential.CredentialProviderFactory"
            }
        }) {
            Path source = Files.writeString(
                    folder.resolve(factory[0] + ".java"),
                    "package rival; public class %s extends %s { @Override public int order() { return %s; } }"
                            .formatted((Object[]) factory));
            assertThat(ToolProvider.getSystemJavaCompiler()
                            .run(null, null, null, "-cp", classPath, "-d", classes.toString(), source.toString()))
                    .isZero();
            Files.writeString(classes.resolve("META-INF/services").resolve(factory[3]), "rival." + factory[0]);
        }
        Path jar = folder.resolve("rival.jar");
        try (JarOutputStream out = new JarOutputStream(Files.newOutputStream(jar));
                Stream<Path> files = Files.walk(classes)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                out.putNextEntry(new JarEntry(classes.relativize(file).toString()));
                Files.copy(file, out);
            }
        }
        return jar;
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
