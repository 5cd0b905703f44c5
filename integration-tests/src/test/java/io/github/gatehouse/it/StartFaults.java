package io.github.gatehouse.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.gatehouse.it.support.CopiedTree;
import io.github.gatehouse.it.support.KeycloakUnderTest;
import io.github.gatehouse.it.support.StartRun;
import io.github.gatehouse.localserver.KeycloakHome;
import io.github.gatehouse.localserver.LoopbackPort;
import io.github.gatehouse.localserver.SamplePeople;
import jakarta.ws.rs.core.Response;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Consumer;
import org.keycloak.admin.client.Keycloak;
import org.keycloak.representations.idm.UserRepresentation;

/** What the tests of {@code ./start}'s faults share: a tree in which it has run once, and what is asked after a fault. */
final class StartFaults {

    static final String DISK_IS_FULL =
            "the disk is full\\. Free some of the one that .* is on \\(.*\\), and run this again\\.";

    private static final String ADDED_BY_HAND = "added-by-hand";

    /** Of a Keycloak that nobody has published. */
    private static final String NO_VERSION = "0.0.1";

    static final String POM = "<project><modelVersion>4.0.0</modelVersion><groupId>org.keycloak</groupId>"
            + "<artifactId>keycloak-quarkus-dist</artifactId><version>" + NO_VERSION + "</version></project>";

    final CopiedTree tree;

    /** What a killed {@code ./start} has left running. */
    private List<ProcessHandle> left = List.of();

    /** What happens in a row; it undoes what it did, but for what {@code ./start} itself has left. */
    @FunctionalInterface
    interface Happening {
        void in(StartFaults faults) throws IOException;
    }

    @FunctionalInterface
    interface Step {
        void run() throws IOException;
    }

    /** A row of the table. */
    record Fault(String name, Happening happening) {
        @Override
        public String toString() {
            return name;
        }
    }

    private StartFaults(CopiedTree tree) {
        this.tree = tree;
    }

    /** A copy of this tree in which {@code ./start} has run, and somebody has added a user. */
    static StartFaults inACopyWithAPerson() throws IOException {
        StartFaults faults = new StartFaults(CopiedTree.make());
        StartRun run = faults.tree.start().awaitUp();
        UserRepresentation person = new UserRepresentation();
        person.setUsername(ADDED_BY_HAND);
        person.setEnabled(true);
        try (KeycloakUnderTest keycloak = faults.tree.keycloak();
                Response response = keycloak.realm().users().create(person)) {
            assertThat(response.getStatus()).isEqualTo(201);
        }
        run.stop();
        return faults;
    }

    /** It ends by itself, with one line that says what to do, and leaves nothing running. */
    void isRefused(StartRun run, String sentence) {
        isRefusedBesides(run, sentence);
        assertNothingRuns();
    }

    /** The same for one beside another that goes on. */
    void isRefusedBesides(StartRun run, String sentence) {
        assertThat(run.exitCode()).as(run.error()).isNotZero();
        assertThat(run.error()).matches("\\./start: " + sentence + "\n");
    }

    /** As {@code kill -9} does it: nothing is said, and what it has started goes on. */
    void isKilled(StartRun run, String leftRunning) {
        assertThat(run.kill()).isEqualTo(128 + 9);
        left = tree.processes();
        assertThat(left.stream().map(CopiedTree::commandLine)).anyMatch(line -> line.contains(leftRunning));
    }

    /** Everything is killed at once, as when the power fails. */
    void losesPower(StartRun run) {
        assertThat(run.killAll()).isEqualTo(128 + 9);
    }

    /** The next start comes up with the sample people and the person added by hand; then it is stopped. */
    void comesUp(StartRun run) {
        comesUp(run, true);
    }

    private void comesUp(StartRun run, boolean withThePersonAddedByHand) {
        run.awaitLine("");
        assertThat(left.stream().map(CopiedTree::commandLine))
                .as("what the killed one has left ends before anything begins")
                .allMatch(String::isEmpty);
        run.awaitUp();
        assertThat(run.error()).isEmpty();
        try (KeycloakUnderTest keycloak = tree.keycloak()) {
            for (SamplePeople.Sample sample : SamplePeople.ALL) {
                assertThat(FormSignIn.leadsTo(keycloak.realmUrl(), sample.userName(), sample.firstPassword()))
                        .as(sample.userName())
                        .isEqualTo(FormSignIn.CHOOSES_PASSWORD);
            }
            assertThat(keycloak.realm().users().searchByUsername(ADDED_BY_HAND, true))
                    .hasSize(withThePersonAddedByHand ? 1 : 0);
        }
        run.stop();
        assertNothingRuns();
    }

    /** Something that happens in a database that is made for it, and after which the next start comes up in that one. */
    void withAnEmptyDatabase(Happening happening) throws IOException {
        Path data = tree.path(".local/data");
        Path aside = tree.path(".local/data-aside");
        Files.move(data, aside);
        try {
            happening.in(this);
            comesUp(tree.start(), false);
        } finally {
            tree.killAll();
            tree.delete(".local/data");
            Files.move(aside, data);
        }
    }

    /** {@code ./start} with one word of one file replaced by another. */
    void withAChange(String file, String word, String other, Consumer<StartRun> happening) throws IOException {
        String before = Files.readString(tree.path(file));
        assertThat(before).contains(word);
        tree.edit(file, text -> text.replace(word, other));
        try {
            happening.accept(tree.start());
        } finally {
            tree.edit(file, text -> before);
        }
    }

    /**
     * Lets Maven ask a repository of the test for a server that it cannot have anywhere else, and forgets that one
     * afterwards. The repository goes by the name of the usual one, so that what Maven has from there counts.
     */
    void withMavenAt(int port, Step step) throws IOException {
        Files.writeString(tree.path(".mvn/maven.config"), "-s\n.mvn/settings.xml\n");
        Files.writeString(
                tree.path(".mvn/settings.xml"),
                "<settings><mirrors><mirror><id>central</id><mirrorOf>*</mirrorOf><url>http://127.0.0.1:" + port
                        + "/</url></mirror></mirrors></settings>");
        String pom = Files.readString(tree.path("pom.xml"));
        tree.edit("pom.xml", text -> text.replace("<kc.version>${keycloak.version}", "<kc.version>" + NO_VERSION));
        try {
            step.run();
        } finally {
            Files.delete(tree.path(".mvn/maven.config"));
            Files.delete(tree.path(".mvn/settings.xml"));
            tree.edit("pom.xml", text -> pom);
            KeycloakHome.deleteFolder(mavenFolder("keycloak-quarkus-dist").resolve(NO_VERSION));
        }
    }

    /** Where Maven keeps an artefact of Keycloak's group: beside the admin client, which is on our class path. */
    private static Path mavenFolder(String artefact) {
        URI adminClient = URI.create(Keycloak.class
                .getProtectionDomain()
                .getCodeSource()
                .getLocation()
                .toString());
        return Path.of(adminClient).getParent().getParent().resolveSibling(artefact);
    }

    /** Another program takes a port after {@code ./start} has looked at it. */
    void takeWhileItStarts(String variable) throws IOException {
        StartRun run = tree.start().awaitProcess("-Dkc.home.dir=");
        int port = tree.ports().get(variable).number();
        try (ServerSocket taken = new ServerSocket(port, 1, InetAddress.getByName(LoopbackPort.HOST))) {
            isRefused(run, "Port " + taken.getLocalPort() + " is taken by another program\\. .*: " + variable + "=.*");
        }
    }

    void removePeople(String... userNames) {
        try (KeycloakUnderTest keycloak = tree.keycloak()) {
            for (String userName : userNames) {
                String id = keycloak.realm()
                        .users()
                        .searchByUsername(userName, true)
                        .get(0)
                        .getId();
                keycloak.realm().users().get(id).remove();
            }
        }
    }

    /** {@code kill -9} to the java of Keycloak. */
    void killTheServer() {
        tree.processes().stream()
                .filter(process -> CopiedTree.commandLine(process).contains("-Dkc.home.dir="))
                .forEach(ProcessHandle::destroyForcibly);
    }

    private void assertNothingRuns() {
        assertThat(tree.processes().stream().map(CopiedTree::commandLine)).isEmpty();
    }
}
