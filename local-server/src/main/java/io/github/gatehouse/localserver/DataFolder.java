package io.github.gatehouse.localserver;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;

/**
 * The folder of the embedded database of {@code ./start}, and what is known about it: a mark tells that the database was
 * made here (one that somebody put in its place gets no sample people), and whether its first start came to its end.
 */
final class DataFolder {

    private static final String UNFINISHED = "unfinished";

    private final Path folder;
    private final Path database;
    private final Path mark;

    DataFolder(Path folder) {
        this.folder = folder;
        this.database = folder.resolve("keycloakdb.mv.db");
        this.mark = folder.resolve("made-by-start");
    }

    Path path() {
        return folder;
    }

    /**
     * @throws StartFailure when another program has the database open, or it cannot be written
     */
    void requireFree() {
        if (!Files.exists(database)) {
            return;
        }
        try (FileChannel channel = FileChannel.open(database, StandardOpenOption.READ, StandardOpenOption.WRITE);
                FileLock lock = channel.tryLock()) {
            if (lock == null) {
                throw new StartFailure(
                        "The database " + database + " is open in another program. End that one, and run this again.");
            }
        } catch (IOException e) {
            throw new StartFailure(
                    "The database " + database + " cannot be opened (" + e.getMessage()
                            + "). Give yourself the right to write it, or begin anew: ./start --fresh",
                    e);
        }
    }

    /**
     * Puts a database aside whose first start was cut short: nobody has been told its addresses, so it holds nothing of
     * anybody's, and it may be made by half. Marks the one that will be made.
     */
    void begin() throws IOException {
        if (Files.exists(database) && !isFinished()) {
            Files.move(database, folder.resolve("keycloakdb-unfinished.mv.db"), StandardCopyOption.REPLACE_EXISTING);
        }
        if (!Files.exists(database)) {
            Files.createDirectories(folder);
            Files.writeString(mark, UNFINISHED);
        }
    }

    boolean isMadeHere() {
        return Files.exists(mark);
    }

    boolean isFinished() throws IOException {
        return !isMadeHere() || !Files.readString(mark).equals(UNFINISHED);
    }

    /** The server is up and the sample people are there: from now on the database is somebody's. */
    void finish() throws IOException {
        Files.writeString(mark, "");
    }
}
