package io.github.gatehouse.password.keycloak;

import io.github.gatehouse.password.keycloak.policy.GatehousePasswordPolicyProvider;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.PasswordPolicy;
import org.keycloak.models.RealmModel;
import org.keycloak.models.UserModel;
import org.keycloak.policy.PasswordPolicyProvider;
import org.keycloak.policy.PolicyError;

/** The password policies that a realm names, in the order in which it names them. */
public final class RealmPasswordPolicies {

    /** Policies that look at earlier passwords of the person, not at the password itself. */
    public static final Set<String> ABOUT_EARLIER_PASSWORDS =
            Set.of(PasswordPolicy.PASSWORD_HISTORY_ID, PasswordPolicy.PASSWORD_AGE);

    private final KeycloakSession session;
    private final RealmModel realm;

    public RealmPasswordPolicies(KeycloakSession session, RealmModel realm) {
        this.session = session;
        this.realm = realm;
    }

    /**
     * A rule that a password breaks.
     *
     * @param policyId the policy that refuses the password
     * @param error what it says
     */
    public record Failure(String policyId, PolicyError error) {}

    /** Whether the realm names a password policy of this bundle, and so asks for its password part. */
    public boolean nameOneOfOurs() {
        return realm.getPasswordPolicy().getPolicies().stream()
                .anyMatch(id -> session.getProvider(PasswordPolicyProvider.class, id)
                        instanceof GatehousePasswordPolicyProvider);
    }

    /**
     * Ids and settings, as read, in the realm's order. Keycloak before 26.8 keeps its parsed policies in the order
     * of their hash codes; only the text has kept the order.
     */
    public Map<String, Object> inOrder() {
        PasswordPolicy policy = realm.getPasswordPolicy();
        Map<String, Object> ordered = new LinkedHashMap<>();
        if (!policy.getPolicies().isEmpty()) {
            for (String entry : policy.toString().split(" and ")) {
                int parenthesis = entry.indexOf('(');
                String id = parenthesis < 0 ? entry : entry.substring(0, parenthesis);
                ordered.put(id.trim(), policy.getPolicyConfig(id.trim()));
            }
        }
        return ordered;
    }

    /** Every policy, but for those left out, that refuses the password for this user. */
    public List<Failure> failures(UserModel user, String password, Set<String> leftOut) {
        return collect(leftOut, policy -> policy.validate(realm, user, password));
    }

    /** Every policy that refuses the password for a person who registers and is no user yet. */
    public List<Failure> failuresAtRegistration(String userName, String password) {
        return collect(Set.of(), policy -> policy.validate(userName, password));
    }

    private List<Failure> collect(Set<String> leftOut, Check check) {
        List<Failure> failures = new ArrayList<>();
        for (String id : inOrder().keySet()) {
            if (leftOut.contains(id)) {
                continue;
            }
            PolicyError error = check.validate(session.getProvider(PasswordPolicyProvider.class, id));
            if (error != null) {
                failures.add(new Failure(id, error));
            }
        }
        return failures;
    }

    @FunctionalInterface
    private interface Check {
        PolicyError validate(PasswordPolicyProvider policy);
    }
}
