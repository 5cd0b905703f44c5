package io.github.gatehouse.password.keycloak.policy;

import java.util.Map;
import org.keycloak.Config;
import org.keycloak.models.KeycloakSessionFactory;
import org.keycloak.policy.PasswordPolicyConfigException;
import org.keycloak.policy.PasswordPolicyProviderFactory;
import org.keycloak.provider.ServerInfoAwareProviderFactory;

/**
 * What the factories of the bundle's password policies have in common. The Admin Console shows the display name and,
 * from the message bundle, the text {@code passwordPoliciesHelp.<id>}.
 */
public abstract class GatehousePasswordPolicyProviderFactory
        implements PasswordPolicyProviderFactory, ServerInfoAwareProviderFactory {

    @Override
    public boolean isMultiplSupported() {
        return false;
    }

    @Override
    public void init(Config.Scope config) {}

    @Override
    public void postInit(KeycloakSessionFactory factory) {}

    @Override
    public void close() {}

    @Override
    public Map<String, String> getOperationalInfo() {
        String version = getClass().getPackage().getImplementationVersion();
        return version == null ? Map.of() : Map.of("version", version);
    }

    /**
     * Whether the administrator has left the setting to its default: nothing written, or the Admin Console's
     * {@code undefined}, which it stores for a policy that it draws as a switch.
     */
    protected static boolean isLeftToDefault(String setting) {
        return setting == null || setting.isBlank() || setting.trim().equals("undefined");
    }

    /**
     * Reads a whole number.
     *
     * @param setting as in the realm's policy string; null, blank or {@code undefined} for the default
     * @throws PasswordPolicyConfigException if it is no whole number within the bounds; the message, which the
     *     administrator gets to see, says what is right
     */
    protected static int parseNumber(String setting, int defaultValue, int least, int most) {
        if (isLeftToDefault(setting)) {
            return defaultValue;
        }
        try {
            int number = Integer.parseInt(setting.trim());
            if (number >= least && number <= most) {
                return number;
            }
        } catch (NumberFormatException e) {
            // Falls through to the sentence that is right for both.
        }
        throw new PasswordPolicyConfigException("Enter a whole number from " + least + " to " + most + ".");
    }
}
