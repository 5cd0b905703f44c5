package io.github.gatehouse.it.support;

import io.github.gatehouse.localserver.BundleJars;
import io.github.gatehouse.localserver.LoopbackPort;
import io.github.gatehouse.localserver.MailCatcher;
import io.github.gatehouse.localserver.MovedPorts;
import io.github.gatehouse.localserver.PortalServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/** Starts everything once for all test classes, hands it to the tests, and tidies up after each. */
public final class SignInEnvironment implements ParameterResolver, AfterEachCallback {

    private static final ExtensionContext.Namespace NAMESPACE =
            ExtensionContext.Namespace.create(SignInEnvironment.class);

    /** The hash is made to be slow, and nearly every test waits for some: none of them is about it. */
    private static final Map<String, String> CHEAP_HASH = Map.of(
            "KC_SPI_PASSWORD_HASHING__ARGON2__ITERATIONS", "1",
            "KC_SPI_PASSWORD_HASHING__ARGON2__MEMORY", "64");

    /** What runs; closed by JUnit at the end of the run. */
    private record Running(
            MailCatcher mail,
            ConfirmingPhone phone,
            PortalServer portalServer,
            KeycloakUnderTest keycloak,
            Browsers browsers,
            Map<Class<?>, Object> parameters)
            implements AutoCloseable {

        static Running start() {
            boolean container =
                    switch (System.getProperty("kc.server", "dist")) {
                        case "dist" -> false;
                        case "container" -> true;
                        default -> throw new IllegalStateException("-Dkc.server is either dist or container");
                    };
            LoopbackPort portalPort = LoopbackPort.free();
            String listening = container ? "0.0.0.0" : LoopbackPort.HOST;
            String asSeen = container ? ContainerKeycloak.HOST_SEEN_FROM_CONTAINER : LoopbackPort.HOST;
            MailCatcher mail = MailCatcher.start(listening, LoopbackPort.free(), LoopbackPort.free());
            ConfirmingPhone phone = ConfirmingPhone.start(listening);
            List<Path> jars = new ArrayList<>(BundleJars.in(Tree.root()));
            jars.add(BundleJars.jarOf(Tree.root(), "test-clock-provider"));
            Map<String, String> environment = new HashMap<>(CHEAP_HASH);
            environment.put("KC_PROXY_HEADERS", "xforwarded");
            environment.put("SMTP_HOST", asSeen);
            environment.put("SMTP_PORT", Integer.toString(mail.smtpPort()));
            environment.put(ConfirmingPhone.SETTING, "http://" + asSeen + ":" + phone.port() + "/");
            KeycloakUnderTest keycloak = container
                    ? ContainerKeycloak.start(jars, environment)
                    : DistributionKeycloak.start(jars, environment);
            PortalServer portal = PortalServer.start(portalPort, keycloak.baseUrl());
            MovedPorts.follow(keycloak.realm(), portal.url(), mail.smtpPort());
            Browsers browsers = Browsers.start();
            return new Running(
                    mail,
                    phone,
                    portal,
                    keycloak,
                    browsers,
                    Map.of(
                            KeycloakUnderTest.class, keycloak,
                            Portal.class, new Portal(portal),
                            Mailbox.class, new Mailbox(mail),
                            ConfirmingPhone.class, phone,
                            ServerClock.class, new ServerClock(keycloak),
                            People.class, new People(keycloak),
                            Browsers.class, browsers));
        }

        @Override
        public void close() {
            browsers.close();
            portalServer.close();
            keycloak.close();
            phone.close();
            mail.close();
        }
    }

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
        return List.of(
                        KeycloakUnderTest.class,
                        Portal.class,
                        Mailbox.class,
                        ConfirmingPhone.class,
                        ServerClock.class,
                        People.class,
                        Browsers.class)
                .contains(parameter.getParameter().getType());
    }

    @Override
    public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
        return running(context).parameters().get(parameter.getParameter().getType());
    }

    /** After the test's own tidying up, and also when its preparation failed. */
    @Override
    public void afterEach(ExtensionContext context) throws IOException {
        Running running = running(context);
        if (context.getExecutionException().isPresent()) {
            keepEvidence(context, running);
        }
        running.browsers().closeDevices();
        ((ServerClock) running.parameters().get(ServerClock.class)).reset();
    }

    private static void keepEvidence(ExtensionContext context, Running running) throws IOException {
        String name = context.getRequiredTestClass().getSimpleName() + "."
                + context.getRequiredTestMethod().getName();
        Path folder = Files.createDirectories(Tree.target().resolve("failures"));
        running.browsers().keepEvidence(folder, name);
        Files.writeString(folder.resolve(name + ".log"), running.keycloak().logText());
    }

    /** A start that failed fails again for each test: the server would need minutes to say the same. */
    private static final class Start implements AutoCloseable {

        private Running running;
        private RuntimeException failure;

        Start() {
            try {
                running = Running.start();
            } catch (RuntimeException e) {
                failure = e;
            }
        }

        Running running() {
            if (failure != null) {
                throw failure;
            }
            return running;
        }

        @Override
        public void close() {
            if (running != null) {
                running.close();
            }
        }
    }

    private static Running running(ExtensionContext context) {
        return context.getRoot()
                .getStore(NAMESPACE)
                .computeIfAbsent(Start.class, key -> new Start(), Start.class)
                .running();
    }
}
