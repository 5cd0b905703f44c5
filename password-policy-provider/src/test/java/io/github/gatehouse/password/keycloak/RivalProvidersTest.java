package io.github.gatehouse.password.keycloak;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.gatehouse.password.keycloak.credential.ChooseNewPassword;
import java.io.IOException;
import java.io.OutputStream;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.keycloak.authentication.RequiredActionFactory;
import org.keycloak.authentication.requiredactions.TermsAndConditions;
import org.keycloak.authentication.requiredactions.UpdatePassword;
import org.keycloak.policy.DefaultPasswordPolicyManagerProviderFactory;
import org.keycloak.policy.LengthPasswordPolicyProviderFactory;
import org.keycloak.policy.PasswordPolicyManagerProviderFactory;
import org.keycloak.policy.PasswordPolicyProviderFactory;
import org.keycloak.provider.ProviderFactory;

/** With classes of Keycloak in the part of somebody else's: what counts is the jar whose services name them. */
class RivalProvidersTest {

    @TempDir
    Path folder;

    @Test
    void itSaysWhoseIsUsedOfTwoThatClaimOneId() throws IOException, ReflectiveOperationException {
        jar("providers/other one.jar", Map.of(RequiredActionFactory.class, List.of(UpdatePassword.class)));

        assertThat(find(new UpdatePassword()))
                .containsExactly("required action UPDATE_PASSWORD is that of other one.jar, not Gatehouse's");
        assertThat(find(new ChooseNewPassword()))
                .containsExactly("required action UPDATE_PASSWORD is Gatehouse's, not that of other one.jar");
        assertThat(find(null)).hasSize(1);
    }

    @Test
    void aPolicyManagerIsARivalWhateverItsId() throws IOException, ReflectiveOperationException {
        jar(
                "providers/manager.jar",
                Map.of(
                        PasswordPolicyManagerProviderFactory.class,
                        List.of(DefaultPasswordPolicyManagerProviderFactory.class)));

        assertThat(find(new EveryFailurePasswordPolicyManagerFactory()))
                .containsExactly("password policy manager default is Gatehouse's, not that of manager.jar");
    }

    @Test
    void otherIdsAndKeycloaksOwnJarsAreNoRivals() throws IOException, ReflectiveOperationException {
        jar(
                "providers/peaceful.jar",
                Map.of(
                        RequiredActionFactory.class, List.of(TermsAndConditions.class),
                        PasswordPolicyProviderFactory.class, List.of(LengthPasswordPolicyProviderFactory.class)));
        jar(
                "lib/keycloak.jar",
                Map.of(
                        RequiredActionFactory.class, List.of(UpdatePassword.class),
                        PasswordPolicyManagerProviderFactory.class,
                                List.of(DefaultPasswordPolicyManagerProviderFactory.class)));

        assertThat(find(new UpdatePassword())).isEmpty();
    }

    private List<String> find(ProviderFactory<?> inUse) throws IOException, ReflectiveOperationException {
        try (var files = Files.walk(folder)) {
            URL[] jars = files.filter(file -> file.toString().endsWith(".jar"))
                    .map(RivalProvidersTest::url)
                    .toArray(URL[]::new);
            try (URLClassLoader loader = new URLClassLoader(jars, RivalProviders.class.getClassLoader())) {
                return RivalProviders.find(loader, (provider, id) -> inUse);
            }
        }
    }

    private void jar(String name, Map<Class<?>, List<Class<?>>> services) throws IOException {
        Path file = folder.resolve(name);
        Files.createDirectories(file.getParent());
        try (OutputStream out = Files.newOutputStream(file);
                JarOutputStream jar = new JarOutputStream(out)) {
            for (var service : services.entrySet()) {
                jar.putNextEntry(
                        new JarEntry("META-INF/services/" + service.getKey().getName()));
                for (Class<?> factory : service.getValue()) {
                    jar.write((factory.getName() + " # theirs\n").getBytes(StandardCharsets.UTF_8));
                }
            }
        }
    }

    private static URL url(Path file) {
        try {
            return file.toUri().toURL();
        } catch (IOException impossible) {
            throw new IllegalStateException(impossible);
        }
    }
}
