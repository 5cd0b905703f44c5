package io.github.gatehouse.it.support;

import io.github.gatehouse.localserver.BundleJars;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** The zip that an administrator downloads, as the build of this tree left it. */
public final class ReleaseZip implements AutoCloseable {

    private final FileSystem zip;
    private final Path folder;

    private ReleaseZip(FileSystem zip, Path folder) {
        this.zip = zip;
        this.folder = folder;
    }

    /** Opens it for reading, rights of the files included. */
    public static ReleaseZip open() {
        try {
            FileSystem zip = FileSystems.newFileSystem(file(), Map.of("enablePosixFileAttributes", true));
            try (Stream<Path> top = Files.list(zip.getPath("/"))) {
                return new ReleaseZip(zip, top.findFirst().orElseThrow());
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public static Path file() {
        return BundleJars.releaseZipIn(Tree.root());
    }

    /** The one folder in it. */
    public Path folder() {
        return folder;
    }

    /** Every file in it, as seen from {@link #folder()}. */
    public List<String> names() {
        try (Stream<Path> all = Files.walk(folder)) {
            return all.filter(Files::isRegularFile)
                    .map(file -> folder.relativize(file).toString())
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Unpacks it, without the one folder. */
    public void unpack(Path target) {
        try {
            for (String name : names()) {
                Path file = target.resolve(name);
                Files.createDirectories(file.getParent());
                Files.copy(folder.resolve(name), file);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() throws IOException {
        zip.close();
    }
}
