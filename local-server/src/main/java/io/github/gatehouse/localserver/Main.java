package io.github.gatehouse.localserver;

import jakarta.ws.rs.ClientErrorException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.keycloak.admin.client.Keycloak;
import org.keycloak.admin.client.resource.RealmResource;

/** What {@code ./start} runs once everything is built: server, mail catcher, portal, sample people. */
public final class Main {

    /** What a start writes when nothing is to be built: logs, and what people do in the database. */
    private static final long LEAST_MEGABYTES = 50;

    private final Map<String, String> environment;
    private final Path root;
    private final Path work;
    private final Progress progress;

    private Main(Map<String, String> environment, Path root, Progress progress) {
        this.environment = environment;
        this.root = root;
        this.work = root.resolve(".local");
        this.progress = progress;
    }

    /**
     * @param arguments the repository's root, then the options of {@code ./start}
     */
    public static void main(String[] arguments) {
        Path root = realPath(arguments[0]);
        List<String> options = Arrays.asList(arguments).subList(1, arguments.length);
        Progress progress = Progress.on(System.out, System.console() != null);
        Main main = new Main(System.getenv(), root, progress);
        Thread interrupted = new Thread(() -> {
            System.out.println();
            System.err.println("./start: stopped. The data stays in .local/data");
        });
        Runtime.getRuntime().addShutdownHook(interrupted);
        try {
            main.run(options.contains("--fresh"));
        } catch (StartFailure e) {
            main.fail(interrupted, e.getMessage());
        } catch (IOException | InterruptedException | RuntimeException e) {
            main.fail(interrupted, e + " What Keycloak says stands in .local/keycloak.log");
        }
    }

    /** Without links in it, because {@code kc.sh} names itself so, and a server left behind is known by its path. */
    private static Path realPath(String root) {
        try {
            return Path.of(root).toRealPath();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Tells what is wrong, once, and ends; what runs already ends in the hooks of its processes. */
    private void fail(Thread interrupted, String sentence) {
        try {
            Runtime.getRuntime().removeShutdownHook(interrupted);
        } catch (IllegalStateException e) {
            // Ctrl-C came first and is what the person wants to read about, not what broke because of it.
            return;
        }
        // On a full disk everything fails in its own words; this is what to do something about.
        System.err.println("./start: " + diskIsFull().orElse(sentence).replaceAll("\\s*\\R\\s*", " "));
        System.exit(1);
    }

    private Optional<String> diskIsFull() {
        return work.toFile().getUsableSpace() >> 20 >= LEAST_MEGABYTES
                ? Optional.empty()
                : Optional.of("the disk is full. Free some of the one that " + root
                        + " is on (the first start takes up to 600 MB there), and run this again.");
    }

    private void run(boolean fresh) throws IOException, InterruptedException {
        LoopbackPort http = LoopbackPort.from(environment, "KC_HTTP_PORT", 8080);
        LoopbackPort management = LoopbackPort.from(environment, "KC_HTTP_MANAGEMENT_PORT", 9000);
        LoopbackPort portalPort = LoopbackPort.from(environment, "PORTAL_PORT", 8081);
        LoopbackPort smtp = LoopbackPort.from(environment, "MAIL_PORT", 1025);
        LoopbackPort mailWeb = LoopbackPort.from(environment, "MAIL_WEB_PORT", 8025);
        Path home = work.resolve("keycloak");
        KeycloakServer.endEarlierOne(home);
        LoopbackPort.requireAllFree(List.of(http, management, portalPort, smtp, mailWeb));
        DataFolder data = new DataFolder(work.resolve("data"));
        data.requireFree();
        if (fresh) {
            KeycloakHome.deleteFolder(data.path());
        }
        diskIsFull().ifPresent(sentence -> {
            throw new StartFailure(sentence);
        });
        data.begin();
        KeycloakHome keycloakHome = prepare(home);
        String admin = environment.getOrDefault("KC_BOOTSTRAP_ADMIN_USERNAME", "admin");
        String password = environment.getOrDefault("KC_BOOTSTRAP_ADMIN_PASSWORD", "admin");
        KeycloakSettings settings = new KeycloakSettings(
                http,
                management,
                data.path(),
                root.resolve("realm-export.json"),
                work.resolve("keycloak.log"),
                admin,
                password,
                Map.of("SMTP_HOST", LoopbackPort.HOST, "SMTP_PORT", Integer.toString(smtp.number())),
                List.of());
        try (MailCatcher mail = MailCatcher.start(smtp, mailWeb);
                KeycloakServer keycloak = KeycloakServer.start(keycloakHome, settings, progress);
                PortalServer portal = PortalServer.start(portalPort, keycloak.baseUrl())) {
            if (data.isMadeHere()) {
                makePeople(keycloak, portal, mail, data);
            }
            tell(keycloak, portal, mail, admin);
            waitUntilItEnds(keycloak);
        }
    }

    /** What does not serve to start from is built again by the next start. */
    private KeycloakHome prepare(Path home) throws IOException {
        try {
            return KeycloakHome.prepare(BundleJars.distributionIn(root), BundleJars.in(root), home, progress);
        } catch (StartFailure e) {
            Files.deleteIfExists(work.resolve("sources.sha256"));
            throw e;
        }
    }

    private void makePeople(KeycloakServer keycloak, PortalServer portal, MailCatcher mail, DataFolder data)
            throws IOException {
        KeycloakSettings settings = keycloak.settings();
        try (Keycloak client = Keycloak.getInstance(
                keycloak.baseUrl(), "master", settings.adminUser(), settings.adminPassword(), "admin-cli")) {
            client.tokenManager().getAccessToken();
            progress.step("Making the sample people", () -> {
                RealmResource realm = client.realm("contact-center");
                MovedPorts.follow(realm, portal.url(), mail.smtpPort());
                SamplePeople.makeMissing(realm);
                return null;
            });
            data.finish();
        } catch (ClientErrorException e) {
            progress.say("The admin's password is not that of KC_BOOTSTRAP_ADMIN_PASSWORD any more:"
                    + " sample people and ports are left as they are.");
        } catch (StartFailure e) {
            // Whoever has changed the realm so that it refuses them needs the server to change it back.
            if (!data.isFinished()) {
                throw new StartFailure(e.getMessage() + " Check realm-export.json, and run this again.", e);
            }
            progress.say(e.getMessage() + " The start goes on without.");
        }
    }

    private void tell(KeycloakServer keycloak, PortalServer portal, MailCatcher mail, String admin) {
        progress.say("");
        progress.say("  Portal         " + portal.url() + "/reports?id=7&tab=calls");
        progress.say("  Mails          " + mail.url());
        progress.say("  Admin Console  " + keycloak.baseUrl() + "/admin/master/console/#/contact-center/users   ("
                + admin + ")");
        progress.say("");
        progress.say("  Who can sign in, the first time with:");
        for (SamplePeople.Sample sample : SamplePeople.ALL) {
            progress.say(String.format(
                    "    %-8s %-18s %s%s",
                    sample.userName(),
                    sample.firstPassword(),
                    sample.group(),
                    sample.agentId() == null ? "" : ", agent ID " + sample.agentId()));
        }
        progress.say("");
        progress.say(
                "  Try: open the portal, sign in as jdoe, choose a new password; do it in four browsers; forget it.");
        progress.say("  Ctrl-C ends everything and leaves the data; ./start --fresh begins anew.");
    }

    private static void waitUntilItEnds(KeycloakServer keycloak) throws InterruptedException {
        CountDownLatch never = new CountDownLatch(1);
        while (keycloak.isAlive()) {
            if (never.await(1, TimeUnit.SECONDS)) {
                return;
            }
        }
        throw new StartFailure("Keycloak has ended by itself. Run this again; why it ended stands in "
                + keycloak.settings().log());
    }
}
