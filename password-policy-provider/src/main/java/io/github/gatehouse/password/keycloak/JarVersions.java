package io.github.gatehouse.password.keycloak;

import java.io.IOException;
import java.io.InputStream;
import java.net.URL;
import java.util.Collections;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.jar.Attributes;
import java.util.jar.Manifest;
import java.util.stream.Collectors;
import org.jboss.logging.Logger;

/**
 * The jars of the bundle that stand beside each other, with their versions. All of one release belong together: an
 * older one left behind by an upgrade fails later, with an error that names a missing method.
 *
 * <p>It stands in this jar because the others build upon it. Keycloak loads all jars by one class loader, so it sees
 * their manifests, those of jars without a class too.
 */
final class JarVersions {

    private static final Logger LOG = Logger.getLogger(JarVersions.class);

    /** Set by the build in the manifest of each of our jars; its value is the name of the module. */
    private static final Attributes.Name MODULE = new Attributes.Name("Gatehouse-Module");

    private JarVersions() {}

    /** Writes one warning when there is more than one version among the jars. It never keeps the server from starting. */
    static void warnIfTheyDiffer() {
        try {
            TreeMap<String, Set<String>> versions = read(JarVersions.class.getClassLoader());
            if (versions.values().stream().flatMap(Set::stream).distinct().count() > 1) {
                LOG.warnf(
                        "The jars of Gatehouse in providers/ are of different versions: %s. Put all jars of one release"
                                + " there, delete the others, and start Keycloak again.",
                        versions.entrySet().stream()
                                .map(jar -> jar.getKey() + " " + String.join(" and ", jar.getValue()))
                                .collect(Collectors.joining(", ")));
            }
        } catch (IOException e) {
            LOG.warnf("The versions of the jars in providers/ cannot be compared: %s", e);
        }
    }

    /** Versions by module; more than one when a jar was not taken away. */
    private static TreeMap<String, Set<String>> read(ClassLoader loader) throws IOException {
        TreeMap<String, Set<String>> versions = new TreeMap<>();
        for (URL url : Collections.list(loader.getResources("META-INF/MANIFEST.MF"))) {
            try (InputStream in = url.openStream()) {
                Attributes attributes = new Manifest(in).getMainAttributes();
                String module = attributes.getValue(MODULE);
                String version = attributes.getValue(Attributes.Name.IMPLEMENTATION_VERSION);
                if (module != null) {
                    versions.computeIfAbsent(module, key -> new TreeSet<>()).add(version == null ? "unknown" : version);
                }
            }
        }
        return versions;
    }
}
