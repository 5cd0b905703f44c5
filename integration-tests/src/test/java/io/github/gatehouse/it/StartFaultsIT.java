package io.github.gatehouse.it;

import com.sun.net.httpserver.HttpServer;
import io.github.gatehouse.it.StartFaults.Fault;
import io.github.gatehouse.it.support.LongTest;
import io.github.gatehouse.it.support.SmallDisk;
import io.github.gatehouse.it.support.StartRun;
import io.github.gatehouse.localserver.BundleJars;
import io.github.gatehouse.localserver.LoopbackPort;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Whatever goes wrong while {@code ./start} starts, it says so in one line and leaves nothing running; and the next one
 * comes up, with the four sample people and all that was in the database. After {@code kill -9} nothing can be said, and
 * the next one ends what was left running.
 */
@LongTest
class StartFaultsIT {

    private static final String REALM = "realm-export.json";

    private static final String NOT_FETCHED =
            "Maven cannot fetch what the build needs: .*keycloak-quarkus-dist.*\\. Check the network .*, and run this again\\. See \\.local/build\\.log";
    private static final String BROKEN =
            "The Keycloak distribution .* is broken \\(.*\\), as after a download that was cut\\. .* run this again, .*";

    private static StartFaults faults;

    static Stream<Fault> table() {
        return Stream.of(
                new Fault("each port is taken", StartFaultsIT::eachPortIsTaken),
                new Fault("the database is open in another program", StartFaultsIT::theDatabaseIsOpenElsewhere),
                new Fault("killed while it runs, and another was started beside it", start -> {
                    StartRun run = start.tree.start().awaitUp();
                    start.isRefusedBesides(
                            start.tree.start(), "it runs already, in another terminal\\. End it there with Ctrl-C\\.");
                    start.isKilled(run, "-Dkc.home.dir=");
                }),
                new Fault(
                        "a source does not compile",
                        start -> start.withAChange(
                                "password-policy-provider/src/main/java/io/github/gatehouse/password/rule/RuleViolation.java",
                                "String ",
                                "Strin ",
                                run -> start.isRefused(
                                        run, "the build failed: .*RuleViolation\\.java.* See \\.local/build\\.log"))),
                new Fault("killed while it builds", start -> {
                    start.tree.delete(".local/sources.sha256");
                    start.isKilled(start.tree.start().awaitProcess("-Dgatehouse.start="), "-Dgatehouse.start=");
                }),
                new Fault(
                        "killed while the server starts",
                        start -> start.isKilled(start.tree.start().awaitProcess("-Dkc.home.dir="), "-Dkc.home.dir=")),
                new Fault("the disk is full", StartFaultsIT::theDiskIsFull),
                new Fault("Maven reaches nothing", StartFaultsIT::mavenReachesNothing),
                new Fault("the download is cut", StartFaultsIT::theDownloadIsCut),
                new Fault("the fetched zip is cut short", StartFaultsIT::theZipIsCutShort),
                new Fault("a jar of the bundle is cut short", StartFaultsIT::aJarIsCutShort),
                new Fault("kc.sh build fails", StartFaultsIT::theServerBuildFails),
                new Fault("killed while it unpacks", start -> {
                    start.tree.delete(".local/keycloak");
                    start.losesPower(start.tree.start().awaitFile(start.tree.path(".local/keycloak/lib"), ""));
                }),
                new Fault("killed while kc.sh builds", start -> {
                    start.tree.delete(".local/keycloak/gatehouse.stamp");
                    start.isKilled(start.tree.start().awaitProcess("-Dkc.home.dir="), "kc.sh build");
                }),
                new Fault("the disk fills while it builds", StartFaultsIT::theDiskFillsWhileItBuilds),
                new Fault("the disk fills while it unpacks", StartFaultsIT::theDiskFillsWhileItUnpacks),
                inAnEmptyDatabase(
                        "the realm cannot be imported",
                        start -> start.withAChange(
                                REALM,
                                "\"minimumLength(8) ",
                                "\"noSuchPolicy(8) ",
                                run -> start.isRefused(run, "Keycloak ended while starting: .* See .*keycloak\\.log"))),
                inAnEmptyDatabase(
                        "the sample people are refused",
                        start -> start.withAChange(
                                REALM,
                                "\"name\": \"agents\"",
                                "\"name\": \"agentz\"",
                                run -> start.isRefused(
                                        run,
                                        "Keycloak refused to make the sample user jdoe \\(.*\\)\\. .* run this again\\."))),
                inAnEmptyDatabase(
                        "the power fails while the tables are made",
                        start -> start.losesPower(
                                start.tree.start().awaitFile(start.tree.path(".local/data/keycloakdb.mv.db"), ""))),
                inAnEmptyDatabase(
                        "the power fails while the realm is imported",
                        start -> start.losesPower(start.tree
                                .start()
                                .awaitFile(start.tree.path(".local/keycloak.log"), "Initializing master realm"))),
                inAnEmptyDatabase(
                        "killed while it makes the sample people",
                        start -> start.isKilled(
                                start.tree.start().awaitLine("Starting Keycloak ... done"), "-Dkc.home.dir=")),
                new Fault("killed while it makes those of the sample people who are missing", start -> {
                    StartRun run = start.tree.start().awaitUp();
                    start.removePeople("jdoe", "aking");
                    run.stop();
                    start.isKilled(start.tree.start().awaitLine("Starting Keycloak ... done"), "-Dkc.home.dir=");
                }),
                new Fault(
                        "the portal's port is taken while the server starts",
                        start -> start.takeWhileItStarts("PORTAL_PORT")),
                new Fault(
                        "the server's port is taken while the server starts",
                        start -> start.takeWhileItStarts("KC_HTTP_PORT")),
                new Fault(
                        "the management port is taken while the server starts",
                        start -> start.takeWhileItStarts("KC_HTTP_MANAGEMENT_PORT")),
                new Fault("the server is killed while it runs", start -> {
                    StartRun run = start.tree.start().awaitUp();
                    start.killTheServer();
                    start.isRefused(run, "Keycloak has ended by itself\\. Run this again; .*keycloak\\.log");
                }));
    }

    private static Fault inAnEmptyDatabase(String name, StartFaults.Happening happening) {
        return new Fault(name, start -> start.withAnEmptyDatabase(happening));
    }

    @BeforeAll
    static void startOnceAndAddAPerson() throws IOException {
        faults = StartFaults.inACopyWithAPerson();
    }

    @AfterEach
    void leaveNothingToTheNextRowEvenIfThisOneFailed() {
        faults.tree.killAll();
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("table")
    void afterTheFaultTheNextStartComesUp(Fault fault) throws IOException {
        fault.happening().in(faults);
        faults.comesUp(faults.tree.start());
    }

    private static void eachPortIsTaken(StartFaults start) throws IOException {
        for (Map.Entry<String, LoopbackPort> port : start.tree.ports().entrySet()) {
            int number = port.getValue().number();
            try (ServerSocket taken = new ServerSocket(number, 1, InetAddress.getByName(LoopbackPort.HOST))) {
                start.isRefused(
                        start.tree.start(),
                        "Port " + taken.getLocalPort() + " is taken by another program\\. End that one, or choose"
                                + " another port: " + port.getKey() + "=\\d+ \\./start");
            }
        }
    }

    private static void theDatabaseIsOpenElsewhere(StartFaults start) throws IOException {
        try (FileChannel database = FileChannel.open(
                start.tree.path(".local/data/keycloakdb.mv.db"), StandardOpenOption.READ, StandardOpenOption.WRITE)) {
            database.lock(); // As H2 does it.
            String sentence = "The database .*keycloakdb\\.mv\\.db is open in another program\\. End that one, and run"
                    + " this again\\.";
            start.isRefused(start.tree.start(), sentence);
            start.isRefused(start.tree.start("--fresh"), sentence);
        }
    }

    private static void mavenReachesNothing(StartFaults start) throws IOException {
        start.withMavenAt(LoopbackPort.free().number(), () -> start.isRefused(start.tree.start(), NOT_FETCHED));
    }

    /** First the connection ends early; then a proxy hands out what it has as if it were all. */
    private static void theDownloadIsCut(StartFaults start) throws IOException {
        byte[] zip = Files.readAllBytes(BundleJars.distributionIn(start.tree.path("")));
        AtomicInteger announced = new AtomicInteger(zip.length);
        AtomicInteger sent = new AtomicInteger(zip.length / 2);
        HttpServer repository = HttpServer.create(new InetSocketAddress(LoopbackPort.HOST, 0), 0);
        repository.createContext("/", exchange -> {
            try (exchange) {
                String path = exchange.getRequestURI().getPath();
                if (path.endsWith(".zip")) {
                    exchange.sendResponseHeaders(200, announced.get());
                    exchange.getResponseBody().write(zip, 0, sent.get());
                } else if (path.endsWith(".pom")) {
                    byte[] pom = StartFaults.POM.getBytes(StandardCharsets.UTF_8);
                    exchange.sendResponseHeaders(200, pom.length);
                    exchange.getResponseBody().write(pom);
                } else {
                    exchange.sendResponseHeaders(404, -1);
                }
            }
        });
        repository.start();
        try {
            start.withMavenAt(repository.getAddress().getPort(), () -> {
                start.isRefused(start.tree.start(), NOT_FETCHED);
                announced.set(zip.length / 2);
                start.isRefused(start.tree.start(), BROKEN);
                announced.set(zip.length);
                sent.set(zip.length);
                start.comesUp(start.tree.start());
            });
        } finally {
            repository.stop(0);
        }
    }

    private static void theZipIsCutShort(StartFaults start) throws IOException {
        cutShort(BundleJars.distributionIn(start.tree.path("")));
        start.isRefused(start.tree.start(), BROKEN);
    }

    private static void aJarIsCutShort(StartFaults start) throws IOException {
        cutShort(BundleJars.jarOf(start.tree.path(""), "themes"));
        start.isRefused(
                start.tree.start(),
                "A jar or the Keycloak distribution cannot be read: .* Run: mvn clean, and this again\\.");
    }

    private static void theServerBuildFails(StartFaults start) throws IOException {
        try (FileSystem jar = FileSystems.newFileSystem(BundleJars.jarOf(start.tree.path(""), "themes"))) {
            Files.createDirectories(jar.getPath("META-INF/services"));
            Files.writeString(
                    jar.getPath("META-INF/services/org.keycloak.authentication.AuthenticatorFactory"),
                    "io.github.gatehouse.NotThere");
        }
        start.isRefused(start.tree.start(), "kc\\.sh build failed: .*NotThere.* See .*gatehouse-build\\.log");
    }

    private static void theDiskIsFull(StartFaults start) throws IOException {
        try (SmallDisk disk = start.tree
                .smallDisk(".local", 400)
                .bring("sources.sha256")
                .bring("keycloak")
                .bring("data")
                .fill(20)) {
            start.isRefused(disk.start(), StartFaults.DISK_IS_FULL);
            disk.free();
            start.comesUp(disk.start());
        }
    }

    private static void theDiskFillsWhileItBuilds(StartFaults start) throws IOException {
        try (SmallDisk disk = start.tree.smallDisk("", 600)) {
            disk.bringSources().bring(".local/data").fill(100);
            start.isRefused(disk.start(), StartFaults.DISK_IS_FULL);
            disk.free();
            start.comesUp(disk.start());
        }
    }

    private static void theDiskFillsWhileItUnpacks(StartFaults start) throws IOException {
        try (SmallDisk disk = start.tree.smallDisk(".local", 400)) {
            disk.bring("sources.sha256").bring("data").fill(100);
            start.isRefused(disk.start(), StartFaults.DISK_IS_FULL);
            disk.free();
            start.comesUp(disk.start());
        }
    }

    private static void cutShort(Path file) throws IOException {
        try (RandomAccessFile open = new RandomAccessFile(file.toFile(), "rw")) {
            open.setLength(open.length() / 2);
        }
    }
}
