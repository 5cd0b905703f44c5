package io.github.gatehouse.localserver;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

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
     */
    public static Path jarOf(Path root, String module) {
        try (Stream<Path> files = Files.list(root.resolve(module).resolve("target"))) {
            List<Path> found = files.filter(f -> f.getFileName().toString().matches(module + "-[0-9].*\\.jar"))
                    .toList();
            if (found.size() == 1) {
                return found.get(0);
            }
            throw new StartFailure(
                    "There are " + found.size() + " jars of " + module + ". Run: mvn clean package -DskipTests");
        } catch (IOException e) {
            throw new StartFailure("The jar of " + module + " is missing. Run: mvn package -DskipTests", e);
        }
    }
}
