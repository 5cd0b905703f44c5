package io.github.gatehouse.it;

import io.github.gatehouse.it.StartFaults.Fault;
import io.github.gatehouse.it.support.SmallDisk;
import io.github.gatehouse.it.support.StartRun;
import io.github.gatehouse.localserver.LoopbackPort;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.channels.FileChannel;
import java.nio.file.StandardOpenOption;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Whatever goes wrong while {@code ./start} starts, it says so in one line and leaves nothing running; and the next one
 * comes up, with the four sample people and all that was in the database. After {@code kill -9} nothing can be said, and
 * the next one ends what was left running. {@link RareStartFaultsIT} has the rows that take longer.
 */
class StartFaultsIT {

    private static StartFaults faults;

    static Stream<Fault> table() {
        return Stream.of(
                new Fault("each port is taken", StartFaultsIT::eachPortIsTaken),
                new Fault("the database is open in another program", StartFaultsIT::theDatabaseIsOpenElsewhere),
                new Fault("the disk is full", StartFaultsIT::theDiskIsFull),
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
                new Fault("killed while it runs, and another was started beside it", start -> {
                    StartRun run = start.tree.start().awaitUp();
                    start.isRefusedBesides(
                            start.tree.start(), "it runs already, in another terminal\\. End it there with Ctrl-C\\.");
                    start.isKilled(run, "-Dkc.home.dir=");
                }));
    }

    @BeforeAll
    static void startOnceAndAddAPerson() throws IOException {
        faults = StartFaults.inACopyWithAPerson();
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
}
