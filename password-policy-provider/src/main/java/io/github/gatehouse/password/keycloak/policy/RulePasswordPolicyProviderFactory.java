package io.github.gatehouse.password.keycloak.policy;

import io.github.gatehouse.password.keycloak.PasswordTexts;
import io.github.gatehouse.password.rule.PasswordOwner;
import io.github.gatehouse.password.rule.PasswordRule;
import io.github.gatehouse.password.rule.RuleViolation;
import jakarta.ws.rs.core.MultivaluedMap;
import java.util.Optional;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.models.UserModel;
import org.keycloak.policy.PasswordPolicyProvider;
import org.keycloak.policy.PolicyError;

/**
 * Makes a password policy out of a {@link PasswordRule}.
 *
 * @param <T> type of the policy's setting
 */
abstract class RulePasswordPolicyProviderFactory<T> extends GatehousePasswordPolicyProviderFactory {

    /**
     * Reads the setting.
     *
     * @param setting as in the realm's policy string, or null
     * @throws org.keycloak.policy.PasswordPolicyConfigException if it means nothing; the message says what is right
     */
    abstract T parseSetting(String setting);

    /** The rule for a setting that {@link #parseSetting} has let pass. */
    abstract PasswordRule rule(T setting);

    @Override
    public PasswordPolicyProvider create(KeycloakSession session) {
        return new RulePolicyProvider(session);
    }

    /** Fetches the realm's setting and the names, asks the rule, and names what it found as Keycloak does. */
    private final class RulePolicyProvider implements GatehousePasswordPolicyProvider {

        private final KeycloakSession session;

        RulePolicyProvider(KeycloakSession session) {
            this.session = session;
        }

        @Override
        public Object parseConfig(String value) {
            return parseSetting(value);
        }

        @Override
        public Optional<PasswordRule> rule(RealmModel realm) {
            return Optional.of(realmRule(realm));
        }

        @Override
        public PolicyError validate(RealmModel realm, UserModel user, String password) {
            PasswordOwner owner = user == null
                    ? PasswordOwner.UNKNOWN
                    : new PasswordOwner(user.getUsername(), user.getFirstName(), user.getLastName());
            return check(realm, owner, password);
        }

        /** Registration checks before there is a user, so the names come from the form that is being sent. */
        @Override
        public PolicyError validate(String userName, String password) {
            MultivaluedMap<String, String> form =
                    session.getContext().getHttpRequest().getDecodedFormParameters();
            PasswordOwner owner = new PasswordOwner(
                    userName, form.getFirst(UserModel.FIRST_NAME), form.getFirst(UserModel.LAST_NAME));
            return check(session.getContext().getRealm(), owner, password);
        }

        private PolicyError check(RealmModel realm, PasswordOwner owner, String password) {
            return realmRule(realm)
                    .check(password, owner)
                    .map(this::toPolicyError)
                    .orElse(null);
        }

        private PasswordRule realmRule(RealmModel realm) {
            T setting = realm.getPasswordPolicy().getPolicyConfig(getId());
            return RulePasswordPolicyProviderFactory.this.rule(setting);
        }

        private PolicyError toPolicyError(RuleViolation violation) {
            PasswordTexts texts = new PasswordTexts(session);
            return new PolicyError(
                    violation.code(),
                    violation.parameters().stream()
                            .map(parameter -> texts.parameter(violation.code(), parameter))
                            .toArray());
        }
    }
}
