package io.github.gatehouse.localserver;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.keycloak.admin.client.Keycloak;

/** The jars that an administrator drops into {@code providers/}, as the build of this tree left them. */
public final class BundleJars {

    private static final List<String> MODULES = List.of(
            "password-policy-provider",
            "temp-password-authenticator",
            "session-limit-authenticator",
            "sign-in-authenticator",
            "themes");

    private BundleJars() {}

    /**
     * @param root the repository
     * @throws StartFailure when one is missing or stands there twice
     */
    public static List<Path> in(Path root) {
        List<Path> jars = new ArrayList<>();
        for (String module : MODULES) {
            jars.add(jarOf(root, module));
        }
        return jars;
    }

    /**
     * @param root the repository
     * @param module name of its folder
     * @throws StartFailure when it is missing or stands there twice
     */
    public static Path jarOf(Path root, String module) {
        return onlyFile(root.resolve(module).resolve("target"), module + "-[0-9].*\\.jar");
    }

    /**
     * The zip that an administrator downloads.
     *
     * @param root the repository
     * @throws StartFailure when it is missing, or one of another version stands beside it
     */
    public static Path releaseZipIn(Path root) {
        return onlyFile(root.resolve("release/target"), "gatehouse-for-keycloak-[0-9].*\\.zip");
    }

    /**
     * The zip of the stock Keycloak that the build has fetched.
     *
     * @param root the repository
     * @throws StartFailure when it is missing, or an older one stands beside it
     */
    public static Path distributionIn(Path root) {
        return onlyFile(root.resolve("local-server/target/distribution"), "keycloak-quarkus-dist-.*\\.zip");
    }

    /** Deletes a broken zip, in Maven's repository too: it would hand it out for ever. */
    static void throwAway(Path distribution) throws IOException {
        String name = distribution.getFileName().toString();
        String version = name.replaceFirst("^keycloak-quarkus-dist-", "").replaceFirst("\\.zip$", "");
        // The admin client is of the same group, so the distribution stands beside it.
        Path adminClient = Path.of(URI.create(Keycloak.class
                .getProtectionDomain()
                .getCodeSource()
                .getLocation()
                .toString()));
        Path fetched = adminClient
                .getParent()
                .getParent()
                .resolveSibling("keycloak-quarkus-dist")
                .resolve(version)
                .resolve(name);
        if (Files.exists(fetched) && Files.mismatch(fetched, distribution) == -1) {
            Files.delete(fetched);
        }
        Files.deleteIfExists(distribution);
    }

    private static Path onlyFile(Path folder, String name) {
        try (Stream<Path> files = Files.list(folder)) {
            List<Path> found =
                    files.filter(f -> f.getFileName().toString().matches(name)).toList();
            if (found.size() == 1) {
                return found.get(0);
            }
            throw new StartFailure("There are " + found.size() + " files " + name + " in " + folder
                    + ". Run: mvn clean, and this again.");
        } catch (IOException e) {
            throw new StartFailure("Nothing is built in " + folder + ". Run: mvn clean, and this again.", e);
        }
    }
}
