package io.github.gatehouse.signin.keycloak;

import io.github.gatehouse.signin.SignInSettings;
import java.util.List;
import java.util.Map;
import org.keycloak.provider.ProviderConfigProperty;
import org.keycloak.provider.ProviderConfigurationBuilder;

/** What the Admin Console offers for every step of this bundle that looks people up. */
final class SignInProperties {

    private SignInProperties() {}

    static List<ProviderConfigProperty> list() {
        return ProviderConfigurationBuilder.create()
                .property()
                .name(SignInSettings.AGENT_ID)
                .label("Agent ID")
                .helpText("People may type their agent ID instead of their user name.")
                .type(ProviderConfigProperty.BOOLEAN_TYPE)
                .defaultValue(SignInSettings.DEFAULTS.agentId())
                .add()
                .property()
                .name(SignInSettings.AGENT_ID_ATTRIBUTE)
                .label("Agent ID attribute")
                .helpText("The user attribute that holds the agent ID. An ID that two people have signs in nobody.")
                .type(ProviderConfigProperty.STRING_TYPE)
                .defaultValue(SignInSettings.DEFAULTS.agentIdAttribute())
                .add()
                .property()
                .name(SignInSettings.REMEMBER_ME)
                .label("Remember Me")
                .helpText(
                        "The sign-in page offers to remember the user name in the browser. It makes no session longer;"
                                + " the realm's own \"Remember me\" stays off.")
                .type(ProviderConfigProperty.BOOLEAN_TYPE)
                .defaultValue(SignInSettings.DEFAULTS.rememberMe())
                .add()
                .build();
    }

    /** For Server info: which build of this bundle runs. */
    static Map<String, String> bundleVersion() {
        String version = SignInProperties.class.getPackage().getImplementationVersion();
        return Map.of("Gatehouse", version == null ? "unknown" : version);
    }
}
