package io.github.gatehouse.password.keycloak.credential;

import io.github.gatehouse.password.keycloak.PasswordTexts;
import io.github.gatehouse.password.keycloak.RealmPasswordPolicies;
import io.github.gatehouse.password.keycloak.policy.GatehousePasswordPolicyProvider;
import io.github.gatehouse.password.rule.NamesRule;
import io.github.gatehouse.password.rule.PasswordRule;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.keycloak.forms.login.LoginFormsProvider;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.models.UserModel;
import org.keycloak.policy.PasswordPolicyProvider;

/**
 * The realm's rules as lines for a person who chooses a password: of each policy, in the realm's order, the text
 * {@code passwordRule.<policy id>} with the policy's setting. A policy without such a text has no line.
 *
 * <p>The rules that the page can check itself come with what its script needs for that; Keycloak's own policies, and
 * what only the server knows, do not.
 */
final class PasswordRuleLines {

    private final KeycloakSession session;
    private final RealmModel realm;
    private final PasswordTexts texts;

    PasswordRuleLines(KeycloakSession session, RealmModel realm) {
        this.session = session;
        this.realm = realm;
        this.texts = new PasswordTexts(session);
    }

    /** Puts the lines on a page for somebody who is no user yet and has no earlier passwords. */
    void show(LoginFormsProvider form) {
        Map<String, Object> policies = policies();
        policies.keySet().removeAll(RealmPasswordPolicies.ABOUT_EARLIER_PASSWORDS);
        form.setAttribute("passwordRules", lines(policies));
    }

    /**
     * Puts the lines on a page for a user, and the names if a rule is about them.
     *
     * @param user whoever sees the page may set this user's password, and so may see the names
     */
    void show(LoginFormsProvider form, UserModel user) {
        Map<String, Object> policies = policies();
        List<Map<String, String>> lines = lines(policies);
        if (TemporaryPasswords.stateOf(session, user) != TemporaryPasswordState.NONE) {
            lines.add(Map.of("text", texts.text("passwordRule.notTemporaryPassword")));
        }
        form.setAttribute("passwordRules", lines);
        if (policies.keySet().stream()
                .anyMatch(id -> rule(id).filter(NamesRule.class::isInstance).isPresent())) {
            form.setAttribute("passwordOwner", names(user));
        }
    }

    private Map<String, Object> policies() {
        return new RealmPasswordPolicies(session, realm).inOrder();
    }

    private List<Map<String, String>> lines(Map<String, Object> policies) {
        List<Map<String, String>> lines = new ArrayList<>();
        policies.forEach((id, setting) -> texts.find("passwordRule." + id, setting)
                .ifPresent(text -> lines.add(rule(id).map(PasswordRule::description)
                        .map(rule -> Map.of("text", text, "id", rule.id(), "setting", rule.setting()))
                        .orElse(Map.of("text", text)))));
        return lines;
    }

    private Optional<PasswordRule> rule(String policyId) {
        return session.getProvider(PasswordPolicyProvider.class, policyId)
                        instanceof GatehousePasswordPolicyProvider policy
                ? policy.rule(realm)
                : Optional.empty();
    }

    /** As the page's script knows them; a name that is missing is left out. */
    private static Map<String, String> names(UserModel user) {
        Map<String, String> names = new LinkedHashMap<>();
        names.put("user-name", user.getUsername());
        names.put("first-name", user.getFirstName());
        names.put("last-name", user.getLastName());
        names.values().removeIf(Objects::isNull);
        return names;
    }
}
