package io.github.gatehouse.it.support;

import io.github.gatehouse.localserver.KeycloakHome;
import io.github.gatehouse.localserver.LoopbackPort;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/**
 * A copy of this repository's sources in which {@code ./start} runs, with builds, a server, a database and ports of its
 * own.
 */
public final class CopiedTree {

    private static final Set<String> NOT_COPIED = Set.of(".git", ".local", "target", "docs");

    private final Path root = Tree.target().resolve("start-faults/tree");
    private final Map<String, LoopbackPort> ports = new LinkedHashMap<>();

    private CopiedTree() {
        for (String variable :
                List.of("KC_HTTP_PORT", "KC_HTTP_MANAGEMENT_PORT", "PORTAL_PORT", "MAIL_PORT", "MAIL_WEB_PORT")) {
            LoopbackPort port;
            do {
                port = LoopbackPort.free();
            } while (ports.containsValue(port));
            ports.put(variable, port);
        }
    }

    /** A fresh copy; what an earlier run of the tests left behind is ended and deleted. */
    public static CopiedTree make() throws IOException {
        CopiedTree tree = new CopiedTree();
        tree.processes().forEach(ProcessHandle::destroyForcibly);
        Waiting.until(
                "the processes of the earlier copy end", () -> tree.processes().isEmpty());
        KeycloakHome.deleteFolder(tree.root.getParent());
        copySources(Tree.root(), tree.root);
        return tree;
    }

    /** A file of the copy. */
    public Path path(String name) {
        return root.resolve(name);
    }

    /** The environment variables of {@code ./start} that move a port, and the port each has here. */
    public Map<String, LoopbackPort> ports() {
        return ports;
    }

    /** Runs {@code ./start} in it. */
    public StartRun start(String... options) {
        return StartRun.of(
                this, Stream.concat(Stream.of("./start"), Stream.of(options)).toList());
    }

    /**
     * An empty disk in the place of a part of the tree.
     *
     * @param part name of a folder, or empty for the whole tree
     */
    public SmallDisk smallDisk(String part, int megabytes) {
        return SmallDisk.mount(this, part, megabytes);
    }

    /** Changes a file. */
    public void edit(String name, UnaryOperator<String> change) throws IOException {
        Files.writeString(path(name), change.apply(Files.readString(path(name))));
    }

    /** Deletes a file or folder. */
    public void delete(String name) {
        KeycloakHome.deleteFolder(path(name));
    }

    /** Everything that runs for this copy: its folder is where it works, or stands in its command line. */
    public List<ProcessHandle> processes() {
        return ProcessHandle.allProcesses()
                .filter(process -> commandLine(process).contains(root.toString()) || worksHere(process))
                .toList();
    }

    /** Command line of a process, its arguments separated by blanks; empty when it has ended. */
    public static String commandLine(ProcessHandle process) {
        try {
            // ProcessHandle cuts long ones.
            return Files.readString(Path.of("/proc", Long.toString(process.pid()), "cmdline"))
                    .replace('\0', ' ');
        } catch (IOException e) {
            return "";
        }
    }

    private boolean worksHere(ProcessHandle process) {
        try {
            return Files.readSymbolicLink(Path.of("/proc", Long.toString(process.pid()), "cwd"))
                    .startsWith(root);
        } catch (IOException e) {
            return false;
        }
    }

    /** Admin REST and sign-ins of the server that {@code ./start} runs. */
    public KeycloakUnderTest keycloak() {
        return new KeycloakUnderTest() {
            @Override
            public String baseUrl() {
                return "http://localhost:" + ports.get("KC_HTTP_PORT").number();
            }

            @Override
            public String logText() {
                try {
                    return Files.readString(path(".local/keycloak.log"));
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            }

            @Override
            public void close() {
                forgetAdminTokens();
            }
        };
    }

    private static void copySources(Path from, Path to) throws IOException {
        Files.walkFileTree(from, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes) throws IOException {
                if (NOT_COPIED.contains(folder.getFileName().toString())) {
                    return FileVisitResult.SKIP_SUBTREE;
                }
                Files.createDirectories(to.resolve(from.relativize(folder)));
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                if (attributes.isRegularFile()) {
                    Files.copy(file, to.resolve(from.relativize(file)));
                }
                return FileVisitResult.CONTINUE;
            }
        });
    }
}
