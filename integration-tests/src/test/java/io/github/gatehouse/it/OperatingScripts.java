package io.github.gatehouse.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.gatehouse.it.support.OwnKeycloak;
import io.github.gatehouse.it.support.Tree;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The two scripts of {@code operating/}, run as an administrator runs them. */
final class OperatingScripts {

    /**
     * What a script left.
     *
     * @param status of its end; 0 is success
     * @param output both streams together
     */
    record Run(int status, String output) {

        /** It has ended with a sentence that has these words in it. */
        void isRefused(String... words) {
            assertThat(status).isEqualTo(1);
            assertThat(output).contains(words);
        }
    }

    private final OwnKeycloak keycloak;

    OperatingScripts(OwnKeycloak keycloak) {
        this.keycloak = keycloak;
    }

    Run addToRealm(String realm) {
        signIn();
        return run("add-to-realm", realm);
    }

    Run removeFromAllRealms() {
        signIn();
        return run("remove-from-all-realms");
    }

    /** With a configuration of kcadm.sh that holds no sign-in. */
    Run addToRealmWithoutSignIn(String realm) {
        return run(List.of(script("add-to-realm"), keycloak.home().toString(), realm, "--config", "none.config"));
    }

    private Run run(String script, String... arguments) {
        List<String> command =
                new ArrayList<>(List.of(script(script), keycloak.home().toString()));
        command.addAll(List.of(arguments));
        command.addAll(List.of("--config", config().toString()));
        return run(command);
    }

    /** The server has another port after each start, so each script begins with a sign-in, as in the docs. */
    private void signIn() {
        Run signIn = run(List.of(
                keycloak.home().resolve("bin/kcadm.sh").toString(),
                "config",
                "credentials",
                "--config",
                config().toString(),
                "--server",
                keycloak.baseUrl(),
                "--realm",
                "master",
                "--user",
                "admin",
                "--password",
                "admin"));
        if (signIn.status() != 0) {
            throw new IllegalStateException(signIn.output());
        }
    }

    private static String script(String name) {
        return Tree.root().resolve("operating").resolve(name).toString();
    }

    private Path config() {
        return keycloak.home().resolve("kcadm.config");
    }

    private static Run run(List<String> command) {
        ProcessBuilder builder = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectInput(ProcessBuilder.Redirect.from(Path.of("/dev/null").toFile()));
        builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
        // Where a Keycloak runs, nobody has set a language.
        builder.environment().put("LC_ALL", "C");
        try {
            Process process = builder.start();
            String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            return new Run(process.waitFor(), output);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }
}
