package io.github.gatehouse.password.keycloak;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.URL;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jboss.logging.Logger;
import org.keycloak.authentication.FormAction;
import org.keycloak.authentication.FormActionFactory;
import org.keycloak.authentication.RequiredActionFactory;
import org.keycloak.authentication.RequiredActionProvider;
import org.keycloak.credential.CredentialProvider;
import org.keycloak.credential.CredentialProviderFactory;
import org.keycloak.models.KeycloakSessionFactory;
import org.keycloak.policy.PasswordPolicyManagerProvider;
import org.keycloak.policy.PasswordPolicyManagerProviderFactory;
import org.keycloak.policy.PasswordPolicyProvider;
import org.keycloak.policy.PasswordPolicyProviderFactory;
import org.keycloak.provider.Provider;
import org.keycloak.provider.ProviderFactory;

/**
 * Jars of others in {@code providers/} that claim an id which this bundle claims too, or bring a policy manager of their
 * own. Keycloak takes one of the two, by {@code order()}, and says so at log level debug only; what the other one does is
 * then missing without a word.
 *
 * <p>Keycloak chooses while it is built, and a factory that it does not take is never made. What the jars claim is
 * therefore read from their {@code META-INF/services}, which all stand in one class loader.
 */
final class RivalProviders {

    private static final Logger LOG = Logger.getLogger(RivalProviders.class);

    private static final String OURS = "io.github.gatehouse.";

    private static final Pattern JAR_IN_PROVIDERS = Pattern.compile("/providers/([^/!]+)!/");

    /** Where the password jar, and with its policies the one of the temporary passwords, claim ids. */
    private enum Kind {
        CREDENTIAL("credential provider", CredentialProviderFactory.class, CredentialProvider.class),
        REQUIRED_ACTION("required action", RequiredActionFactory.class, RequiredActionProvider.class),
        FORM_ACTION("form action", FormActionFactory.class, FormAction.class),
        POLICY("password policy", PasswordPolicyProviderFactory.class, PasswordPolicyProvider.class),
        /** One for the whole server, whatever the ids. */
        POLICY_MANAGER(
                "password policy manager",
                PasswordPolicyManagerProviderFactory.class,
                PasswordPolicyManagerProvider.class);

        private final String words;
        private final String services;
        private final Class<? extends Provider> provider;

        Kind(String words, Class<?> factory, Class<? extends Provider> provider) {
            this.words = words;
            this.services = "META-INF/services/" + factory.getName();
            this.provider = provider;
        }
    }

    private record Claim(String id, String jar) {}

    private RivalProviders() {}

    /** Writes one warning that names them all. It never keeps the server from starting. */
    static void warnIfThereAreAny(KeycloakSessionFactory factories) {
        try {
            List<String> rivals = find(
                    RivalProviders.class.getClassLoader(),
                    (provider, id) -> provider == PasswordPolicyManagerProvider.class
                            ? factories.getProviderFactory(provider)
                            : factories.getProviderFactory(provider, id));
            if (!rivals.isEmpty()) {
                LOG.warnf(
                        "Other jars in providers/ claim what Gatehouse claims, and Keycloak uses one of the two: %s."
                                + " Where that is not Gatehouse's, its password rules, temporary passwords or mails do"
                                + " not act. Take out the jar that you do not want, run bin/kc.sh build, and start"
                                + " Keycloak again.",
                        String.join("; ", rivals));
            }
        } catch (IOException | ReflectiveOperationException | LinkageError e) {
            LOG.warnf("What the jars in providers/ claim cannot be compared: %s", e);
        }
    }

    /**
     * One phrase for each: what is claimed, by which file, and whose is used.
     *
     * @param inUse the factory that Keycloak has taken for a kind of provider and an id
     */
    static List<String> find(
            ClassLoader loader, BiFunction<Class<? extends Provider>, String, ProviderFactory<?>> inUse)
            throws IOException, ReflectiveOperationException {
        List<String> found = new ArrayList<>();
        for (Kind kind : Kind.values()) {
            Set<String> ours = new HashSet<>();
            List<Claim> others = new ArrayList<>();
            for (URL services : Collections.list(loader.getResources(kind.services))) {
                Matcher jar = JAR_IN_PROVIDERS.matcher(services.toString());
                String file = jar.find() ? URLDecoder.decode(jar.group(1), StandardCharsets.UTF_8) : null;
                for (String name : namesIn(services)) {
                    if (name.startsWith(OURS)) {
                        ours.add(idOf(loader, name));
                    } else if (file != null) {
                        others.add(new Claim(idOf(loader, name), file));
                    }
                }
            }
            for (Claim other : others) {
                if (kind == Kind.POLICY_MANAGER || ours.contains(other.id())) {
                    ProviderFactory<?> used = inUse.apply(kind.provider, other.id());
                    boolean isOurs = used != null && used.getClass().getName().startsWith(OURS);
                    found.add(String.format(
                            isOurs ? "%s %s is Gatehouse's, not that of %s" : "%s %s is that of %s, not Gatehouse's",
                            kind.words,
                            other.id(),
                            other.jar()));
                }
            }
        }
        return found;
    }

    private static String idOf(ClassLoader loader, String name) throws ReflectiveOperationException {
        ProviderFactory<?> factory = (ProviderFactory<?>)
                loader.loadClass(name).getDeclaredConstructor().newInstance();
        return factory.getId();
    }

    /** The classes that a file of {@code META-INF/services} names. */
    private static List<String> namesIn(URL services) throws IOException {
        try (BufferedReader lines =
                new BufferedReader(new InputStreamReader(services.openStream(), StandardCharsets.UTF_8))) {
            return lines.lines()
                    .map(line -> line.replaceFirst("#.*", "").trim())
                    .filter(line -> !line.isEmpty())
                    .toList();
        }
    }
}
