package io.github.gatehouse.password.keycloak.credential;

import io.github.gatehouse.password.keycloak.PasswordTexts;
import io.github.gatehouse.password.keycloak.RealmPasswordPolicies;
import java.util.List;
import java.util.Map;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;

/**
 * The realm's rules as lines for a person who chooses a password: of each policy, in the realm's order, the text
 * {@code passwordRule.<policy id>} with the policy's setting. A policy without such a text has no line.
 */
final class PasswordRuleLines {

    private PasswordRuleLines() {}

    /** One map a line, for the template: {@code id}, {@code text} and, where there is one, {@code note}. */
    static List<Map<String, String>> of(KeycloakSession session, RealmModel realm) {
        PasswordTexts texts = new PasswordTexts(session);
        return new RealmPasswordPolicies(session, realm)
                .inOrder().entrySet().stream()
                        .flatMap(policy -> texts
                                .find("passwordRule." + policy.getKey(), policy.getValue())
                                .map(text -> Map.of(
                                        "id",
                                        policy.getKey(),
                                        "text",
                                        text,
                                        "note",
                                        texts.find("passwordRuleNote." + policy.getKey())
                                                .orElse("")))
                                .stream())
                        .toList();
    }
}
