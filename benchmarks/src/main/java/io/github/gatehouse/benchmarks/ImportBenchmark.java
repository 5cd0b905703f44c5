package io.github.gatehouse.benchmarks;

import io.github.gatehouse.localserver.BundleJars;
import io.github.gatehouse.localserver.KeycloakHome;
import io.github.gatehouse.localserver.KeycloakServer;
import io.github.gatehouse.localserver.KeycloakSettings;
import io.github.gatehouse.localserver.LoopbackPort;
import io.github.gatehouse.localserver.Progress;
import io.github.gatehouse.localserver.StartFailure;
import jakarta.ws.rs.core.Response;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.keycloak.admin.client.Keycloak;
import org.keycloak.admin.client.resource.RealmResource;
import org.keycloak.representations.idm.CredentialRepresentation;
import org.keycloak.representations.idm.PartialImportRepresentation;
import org.keycloak.representations.idm.UserRepresentation;

/**
 * {@code ./benchmark import}: how long a partial import of 200 people takes who have no password in the file and get
 * that of the formula, against the same people with a plain password in the file; without the jars, and with them.
 * Every password is hashed by Argon2, Keycloak's default.
 *
 * <p>The ratio is to plain passwords in the same process. Each run has servers of its own: one process may be twice as
 * fast as the next, by how the JVM happens to compile the hash.
 */
public final class ImportBenchmark {

    private static final int RUNS = 5;
    private static final int PEOPLE = 200;
    private static final String REALM = "contact-center";
    private static final String ADMIN = "admin";

    private final Path root;
    private final Path work;
    private final Progress progress;

    private ImportBenchmark(Path root, Progress progress) {
        this.root = root;
        this.work = root.resolve("benchmarks/target");
        this.progress = progress;
    }

    /** @param arguments the repository's root */
    public static void main(String[] arguments) {
        Progress progress = Progress.on(System.out, System.console() != null);
        try {
            new ImportBenchmark(Path.of(arguments[0]).toRealPath(), progress).run();
        } catch (StartFailure | IOException e) {
            System.err.println("./benchmark: " + e.getMessage());
            System.exit(1);
        }
    }

    private void run() throws IOException {
        Path distribution = BundleJars.distributionIn(root);
        Path shipped = root.resolve("realm-export.json");
        Path withoutJars = Files.writeString(work.resolve("stock-realm.json"), StockRealm.of(shipped));
        Server stock = server("stock", distribution, List.of(), withoutJars);
        Server bundle = server("bundle", distribution, BundleJars.in(root), shipped);
        List<Import> plainOnStock = new ArrayList<>();
        List<Import> plain = new ArrayList<>();
        List<Import> formula = new ArrayList<>();
        for (int run = 0; run < RUNS; run++) {
            plainOnStock.addAll(stock.imports(List.of(true)));
            // Each goes first in turn: neither is always the one after the other.
            boolean plainFirst = run % 2 == 0;
            List<Import> both = bundle.imports(List.of(plainFirst, !plainFirst));
            plain.add(both.get(plainFirst ? 0 : 1));
            formula.add(both.get(plainFirst ? 1 : 0));
        }

        progress.say("");
        progress.say("One partial import of " + PEOPLE + " people, " + RUNS + " runs each by turns.");
        progress.say(distribution.getFileName() + ", Java " + System.getProperty("java.version") + ", "
                + Runtime.getRuntime().availableProcessors() + " processors");
        progress.say("");
        progress.say("| import | median | least to greatest | ratio of the medians |");
        progress.say("|---|---|---|---|");
        tell("seconds", plainOnStock, plain, formula, Import::seconds);
        tell("processor seconds", plainOnStock, plain, formula, Import::processorSeconds);
    }

    private void tell(
            String unit,
            List<Import> plainOnStock,
            List<Import> plain,
            List<Import> formula,
            ToDoubleFunction<Import> value) {
        Samples base = samples(plain, value);
        progress.say(base.row("plain passwords, with the bundle, " + unit, base));
        progress.say(samples(formula, value).row("formula passwords, with the bundle, " + unit, base));
        progress.say(samples(plainOnStock, value).row("plain passwords, stock, " + unit, base));
    }

    private static Samples samples(List<Import> imports, ToDoubleFunction<Import> value) {
        return Samples.of(imports.stream().mapToDouble(value));
    }

    private Server server(String name, Path distribution, List<Path> jars, Path realmFile) throws IOException {
        Path home = work.resolve(name);
        Path data = work.resolve(name + "-data");
        KeycloakServer.endEarlierOne(home);
        KeycloakSettings settings = new KeycloakSettings(
                LoopbackPort.free(),
                LoopbackPort.free(),
                data,
                realmFile,
                work.resolve(name + ".log"),
                ADMIN,
                ADMIN,
                Map.of(),
                List.of());
        return new Server(KeycloakHome.prepare(distribution, jars, home, progress), settings, progress).prepared();
    }

    /** What one import took. */
    private record Import(double seconds, double processorSeconds) {}

    /** One of the two servers. */
    private record Server(KeycloakHome home, KeycloakSettings settings, Progress progress) {

        /** Starts it on an empty database, which then holds the realm, and keeps a copy of that database. */
        Server prepared() throws IOException {
            KeycloakHome.deleteFolder(settings.data());
            KeycloakServer.start(home, settings, progress).close();
            copyFiles(settings.data(), template());
            return this;
        }

        /**
         * Starts it on a database without people, imports some that are not measured, so that classes are loaded and
         * compiled, then so often as asked, and ends it.
         *
         * @param withPassword for each import, whether the file holds a plain password for everybody
         */
        List<Import> imports(List<Boolean> withPassword) throws IOException {
            copyFiles(template(), settings.data());
            List<Import> imports = new ArrayList<>();
            try (KeycloakServer server = KeycloakServer.start(home, settings, progress);
                    Keycloak admin = Keycloak.getInstance(server.baseUrl(), "master", ADMIN, ADMIN, "admin-cli")) {
                progress.step("Importing people", () -> {
                    once(server, admin.realm(REALM), "first", withPassword.get(0));
                    for (boolean with : withPassword) {
                        imports.add(once(server, admin.realm(REALM), with ? "plain" : "formula", with));
                    }
                    return null;
                });
            }
            return imports;
        }

        /** Imports people of that name, and looks whether each has a password. */
        private Import once(KeycloakServer server, RealmResource realm, String name, boolean withPassword) {
            PartialImportRepresentation file = new PartialImportRepresentation();
            file.setIfResourceExists(PartialImportRepresentation.Policy.FAIL.name());
            file.setUsers(IntStream.range(0, PEOPLE)
                    .mapToObj(number -> person(name, number, withPassword))
                    .toList());
            double processorSecondsBefore = server.processorTime().toMillis() / 1e3;
            long began = System.nanoTime();
            try (Response response = realm.partialImport(file)) {
                if (response.getStatus() != 200) {
                    throw new StartFailure("The import was refused (" + response.getStatus() + " "
                            + response.readEntity(String.class) + ").");
                }
            }
            double seconds = (System.nanoTime() - began) / 1e9;
            double processorSeconds = server.processorTime().toMillis() / 1e3 - processorSecondsBefore;
            long withCredential = realm.users().search(name, 0, PEOPLE).stream()
                    .filter(user ->
                            !realm.users().get(user.getId()).credentials().isEmpty())
                    .count();
            if (withCredential != PEOPLE) {
                throw new StartFailure(
                        "Only " + withCredential + " people have a password after an import. See " + settings.log());
            }
            return new Import(seconds, processorSeconds);
        }

        private Path template() {
            return settings.data().resolveSibling(settings.data().getFileName() + "-empty");
        }

        private static void copyFiles(Path from, Path to) throws IOException {
            KeycloakHome.deleteFolder(to);
            Files.createDirectories(to);
            try (Stream<Path> files = Files.list(from)) {
                for (Path file : files.toList()) {
                    Files.copy(file, to.resolve(file.getFileName()));
                }
            }
        }
    }

    private static UserRepresentation person(String name, int number, boolean withPassword) {
        UserRepresentation user = new UserRepresentation();
        user.setUsername(String.format("%s%04d", name, number));
        user.setFirstName("Mara");
        user.setLastName("Quist");
        user.setEnabled(true);
        user.setGroups(List.of("/agents"));
        user.setAttributes(Map.of("phoneNumber", List.of(String.format("512555%04d", number))));
        if (withPassword) {
            CredentialRepresentation password = new CredentialRepresentation();
            password.setType(CredentialRepresentation.PASSWORD);
            password.setValue("Passw0rd!");
            user.setCredentials(List.of(password));
        }
        return user;
    }
}
