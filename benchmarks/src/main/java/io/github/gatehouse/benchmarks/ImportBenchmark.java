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
import org.keycloak.admin.client.Keycloak;
import org.keycloak.admin.client.resource.RealmResource;
import org.keycloak.representations.idm.CredentialRepresentation;
import org.keycloak.representations.idm.PartialImportRepresentation;
import org.keycloak.representations.idm.UserRepresentation;

/**
 * {@code ./benchmark import}: how long a partial import of 200 people takes who have no password in the file and get
 * that of the formula, against the same people with a plain password in the file; without the jars, and with them.
 * Every password is hashed by Argon2, Keycloak's default. The people are deleted between the runs, outside of the
 * measured time.
 */
public final class ImportBenchmark {

    private static final int RUNS = 5;
    private static final int PEOPLE = 200;
    private static final String REALM = "contact-center";
    private static final String ADMIN = "admin";
    private static final String PASSWORD = "Passw0rd!";

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
        try (KeycloakServer stock = server("stock", distribution, List.of(), withoutJars);
                KeycloakServer bundle = server("bundle", distribution, BundleJars.in(root), shipped);
                Keycloak stockAdmin = admin(stock);
                Keycloak bundleAdmin = admin(bundle)) {
            Variant plainOnStock =
                    new Variant("plain passwords, stock", stock, stockAdmin.realm(REALM), true, new ArrayList<>());
            Variant plainOnBundle = new Variant(
                    "plain passwords, with the bundle", bundle, bundleAdmin.realm(REALM), true, new ArrayList<>());
            Variant formula = new Variant(
                    "formula passwords, with the bundle", bundle, bundleAdmin.realm(REALM), false, new ArrayList<>());
            List<Variant> variants = List.of(plainOnStock, plainOnBundle, formula);
            progress.step("Importing " + PEOPLE + " people, " + RUNS + " runs each", () -> {
                // Not measured: classes are loaded and compiled.
                variants.forEach(Variant::once);
                for (int run = 0; run < RUNS; run++) {
                    // Each goes first in turn: none is always the one after the other's.
                    for (int i = 0; i < variants.size(); i++) {
                        Variant variant = variants.get((run + i) % variants.size());
                        variant.imports().add(variant.once());
                    }
                }
                return null;
            });
            progress.say("");
            progress.say("One partial import of " + PEOPLE + " people, " + RUNS + " runs each by turns.");
            progress.say(distribution.getFileName() + ", Java " + System.getProperty("java.version") + ", "
                    + Runtime.getRuntime().availableProcessors() + " processors");
            progress.say("");
            progress.say("| import | median | least to greatest | ratio of the medians |");
            progress.say("|---|---|---|---|");
            tell("seconds", variants, Import::seconds);
            tell("processor seconds", variants, Import::processorSeconds);
        }
    }

    private void tell(String unit, List<Variant> variants, ToDoubleFunction<Import> value) {
        Samples base = variants.get(0).samples(value);
        variants.forEach(variant -> progress.say(variant.samples(value).row(variant.name() + ", " + unit, base)));
    }

    private KeycloakServer server(String name, Path distribution, List<Path> jars, Path realmFile) {
        Path home = work.resolve(name);
        Path data = work.resolve(name + "-data");
        KeycloakServer.endEarlierOne(home);
        KeycloakHome.deleteFolder(data);
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
        return KeycloakServer.start(KeycloakHome.prepare(distribution, jars, home, progress), settings, progress);
    }

    private static Keycloak admin(KeycloakServer server) {
        return Keycloak.getInstance(server.baseUrl(), "master", ADMIN, ADMIN, "admin-cli");
    }

    /** What one import took. */
    private record Import(double seconds, double processorSeconds) {}

    /**
     * One kind of import into one of the two servers.
     *
     * @param withPassword whether the file holds a plain password for everybody
     * @param imports what was measured so far
     */
    private record Variant(
            String name, KeycloakServer server, RealmResource realm, boolean withPassword, List<Import> imports) {

        /** Imports everybody, looks whether they have a password, and deletes them again. */
        Import once() {
            PartialImportRepresentation file = new PartialImportRepresentation();
            file.setIfResourceExists(PartialImportRepresentation.Policy.FAIL.name());
            file.setUsers(IntStream.range(0, PEOPLE).mapToObj(this::person).toList());
            double processorSecondsBefore = server.processorTime().toMillis() / 1e3;
            long began = System.nanoTime();
            try (Response response = realm.partialImport(file)) {
                if (response.getStatus() != 200) {
                    throw new StartFailure("The import of " + name + " was refused (" + response.getStatus() + " "
                            + response.readEntity(String.class) + ").");
                }
            }
            double seconds = (System.nanoTime() - began) / 1e9;
            double processorSeconds = server.processorTime().toMillis() / 1e3 - processorSecondsBefore;
            List<UserRepresentation> people = realm.users().search("bulk", 0, PEOPLE);
            for (UserRepresentation imported : people) {
                if (realm.users().get(imported.getId()).credentials().isEmpty()) {
                    throw new StartFailure(imported.getUsername() + " has no password after the import of " + name
                            + ". See " + server.settings().log());
                }
                realm.users().get(imported.getId()).remove();
            }
            if (people.size() != PEOPLE) {
                throw new StartFailure("Only " + people.size() + " people are there after the import of " + name + ".");
            }
            return new Import(seconds, processorSeconds);
        }

        Samples samples(ToDoubleFunction<Import> value) {
            return Samples.of(imports.stream().mapToDouble(value));
        }

        private UserRepresentation person(int number) {
            UserRepresentation user = new UserRepresentation();
            user.setUsername(String.format("bulk%04d", number));
            user.setFirstName("Mara");
            user.setLastName("Quist");
            user.setEnabled(true);
            user.setGroups(List.of("/agents"));
            user.setAttributes(Map.of("phoneNumber", List.of(String.format("512555%04d", number))));
            if (withPassword) {
                CredentialRepresentation password = new CredentialRepresentation();
                password.setType(CredentialRepresentation.PASSWORD);
                password.setValue(PASSWORD);
                user.setCredentials(List.of(password));
            }
            return user;
        }
    }
}
