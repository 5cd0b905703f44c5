package io.github.gatehouse.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.gatehouse.it.support.Tree;
import io.github.gatehouse.localserver.BundleJars;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What an administrator drops into {@code providers/}: our own classes and resources, and nothing else. */
class ShippedJarsIT {

    static Stream<Path> jars() {
        return BundleJars.in(Tree.root()).stream();
    }

    @ParameterizedTest
    @MethodSource("jars")
    void holdOnlyOurOwnClassesAndResources(Path jar) {
        assertThat(entries(jar))
                .allMatch(name ->
                        name.matches("(io/(github/(gatehouse/.*)?)?|META-INF/.*|theme/.*|theme-resources/.*)?"));
    }

    @ParameterizedTest
    @MethodSource("jars")
    void holdNeitherTheTestClockNorAnotherJar(Path jar) {
        assertThat(entries(jar)).noneMatch(name -> name.contains("testclock")).noneMatch(name -> name.endsWith(".jar"));
    }

    @Test
    void theTestClockIsInTheJarOfItsOwn() {
        assertThat(entries(BundleJars.jarOf(Tree.root(), "test-clock-provider")))
                .anyMatch(name -> name.contains("testclock"));
    }

    /** Keycloak has one class loader for all of them: of two files of one name only one is seen. */
    @Test
    void noFileStandsInTwoJars() {
        Map<String, Path> owners = new HashMap<>();
        List<String> twice = jars().flatMap(jar -> entries(jar).stream()
                        .filter(name -> !name.endsWith("/") && !name.startsWith("META-INF/"))
                        .filter(name -> !name.matches("theme-resources/messages/.*"))
                        .filter(name -> owners.put(name, jar) != null))
                .toList();

        assertThat(twice).isEmpty();
    }

    private static List<String> entries(Path jar) {
        try (ZipFile zip = new ZipFile(jar.toFile())) {
            return zip.stream().map(ZipEntry::getName).toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
