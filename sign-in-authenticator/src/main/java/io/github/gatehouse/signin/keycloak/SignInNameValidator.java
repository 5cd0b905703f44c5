package io.github.gatehouse.signin.keycloak;

import io.github.gatehouse.signin.SignInSettings;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.ModelDuplicateException;
import org.keycloak.models.RealmModel;
import org.keycloak.models.UserModel;
import org.keycloak.models.utils.KeycloakModelUtils;
import org.keycloak.provider.ConfiguredProvider;
import org.keycloak.provider.ProviderConfigProperty;
import org.keycloak.provider.ProviderConfigurationBuilder;
import org.keycloak.provider.ServerInfoAwareProviderFactory;
import org.keycloak.userprofile.UserProfileAttributeValidationContext;
import org.keycloak.validate.AbstractStringValidator;
import org.keycloak.validate.ValidationContext;
import org.keycloak.validate.ValidationError;
import org.keycloak.validate.ValidatorConfig;

/**
 * Refuses an agent ID, a user name or an e-mail address under which somebody else signs in, wherever a user profile
 * that names this validator is checked: Admin Console, Admin REST, registration, the person's own account. Imports are
 * not checked by Keycloak; the look-up of the sign-in keeps what came in that way from signing in the wrong person.
 *
 * <p>A value that the person has already is not looked at: neither does who came in with a duplicate get stuck at the
 * sign-in, nor does the profile, which Keycloak checks at every sign-in, cost a search. User names and e-mail addresses
 * are kept apart from each other by Keycloak, so on these two attributes only agent IDs are compared.
 */
public final class SignInNameValidator extends AbstractStringValidator
        implements ConfiguredProvider, ServerInfoAwareProviderFactory {

    static final String ID = "gatehouse-sign-in-name";

    /** The same for all attributes, and whoever it is: nobody learns more than that the name cannot be had. */
    private static final String TAKEN = "signInNameTaken";

    @Override
    public String getId() {
        return ID;
    }

    @Override
    protected void doValidate(String value, String attribute, ValidationContext context, ValidatorConfig config) {
        if (!(context instanceof UserProfileAttributeValidationContext profile)) {
            // Keycloak looks at the default value of an attribute, which is nobody's.
            return;
        }
        UserModel person = profile.getAttributeContext().getUser();
        String name = PersonLookUp.searchable(value).strip();
        if (name.isEmpty()
                || person != null && person.getAttributeStream(attribute).anyMatch(value::equals)) {
            return;
        }
        String holder = config.getStringOrDefault(
                SignInSettings.AGENT_ID_ATTRIBUTE, SignInSettings.DEFAULTS.agentIdAttribute());
        KeycloakSession session = context.getSession();
        RealmModel realm = session.getContext().getRealm();
        boolean taken = new AgentIds(session, realm, holder).isOfAnother(person, name);
        if (!taken && !UserModel.USERNAME.equals(attribute) && !UserModel.EMAIL.equals(attribute)) {
            taken = isNameOfAnother(session, realm, person, name);
        }
        if (taken) {
            context.addError(new ValidationError(ID, attribute, TAKEN));
        }
    }

    private static boolean isNameOfAnother(KeycloakSession session, RealmModel realm, UserModel person, String name) {
        try {
            UserModel found = KeycloakModelUtils.findUserByNameOrEmail(session, realm, name);
            return isOfAnother(person, Stream.ofNullable(found));
        } catch (ModelDuplicateException ofMoreThanOne) {
            return true;
        }
    }

    private static boolean isOfAnother(UserModel person, Stream<UserModel> found) {
        // Not UserModel::getId: see PersonLookUp.
        return found.anyMatch(other -> person == null || !other.getId().equals(person.getId()));
    }

    @Override
    public String getHelpText() {
        return "Nobody else signs in under this name, be it a user name or an agent ID. Put it on the attribute of the"
                + " agent ID, on the user name and on the e-mail address.";
    }

    @Override
    public List<ProviderConfigProperty> getConfigProperties() {
        return ProviderConfigurationBuilder.create()
                .property()
                .name(SignInSettings.AGENT_ID_ATTRIBUTE)
                .label("Agent ID attribute")
                .helpText("The user attribute that holds the agent ID, as the sign-in steps have it.")
                .type(ProviderConfigProperty.STRING_TYPE)
                .defaultValue(SignInSettings.DEFAULTS.agentIdAttribute())
                .add()
                .build();
    }

    @Override
    public Map<String, String> getOperationalInfo() {
        return SignInProperties.bundleVersion();
    }
}
