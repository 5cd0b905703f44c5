package io.github.gatehouse.it.support;

import java.nio.file.Path;

/** Where things are in this repository. */
public final class Tree {

    private Tree() {}

    /** The repository's root. */
    public static Path root() {
        return Path.of(System.getProperty("gatehouse.root", ".."))
                .toAbsolutePath()
                .normalize();
    }

    /** Where this module leaves what it makes. */
    public static Path target() {
        return root().resolve("integration-tests/target");
    }
}
