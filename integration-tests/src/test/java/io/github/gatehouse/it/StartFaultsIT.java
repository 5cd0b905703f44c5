package io.github.gatehouse.it;

import io.github.gatehouse.it.StartFaults.Fault;
import io.github.gatehouse.it.support.StartRun;
import io.github.gatehouse.localserver.LoopbackPort;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.channels.FileChannel;
import java.nio.file.StandardOpenOption;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
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
}
