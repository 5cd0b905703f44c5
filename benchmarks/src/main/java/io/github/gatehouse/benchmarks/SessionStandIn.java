package io.github.gatehouse.benchmarks;

import jakarta.ws.rs.core.UriInfo;
import java.lang.reflect.Proxy;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.ServiceLoader;
import java.util.function.Function;
import org.keycloak.http.HttpRequest;
import org.keycloak.models.KeycloakContext;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.PasswordPolicy;
import org.keycloak.models.RealmModel;
import org.keycloak.models.UserModel;
import org.keycloak.policy.PasswordPolicyProvider;
import org.keycloak.policy.PasswordPolicyProviderFactory;

/**
 * As much of a Keycloak session as password policies ask for: the policies on the class path, one realm and its user.
 *
 * @param policies those that the realm names
 */
record SessionStandIn(
        KeycloakSession session, RealmModel realm, UserModel user, List<PasswordPolicyProvider> policies) {

    /**
     * @param policy the realm's password policy, as in its file
     */
    static SessionStandIn of(String policy, String userName, String firstName, String lastName) {
        Map<String, PasswordPolicyProvider> providers = new HashMap<>();
        Map<String, PasswordPolicy> parsed = new HashMap<>();
        RealmModel realm = only(RealmModel.class, Map.of("getPasswordPolicy", arguments -> parsed.get(policy)));
        UriInfo address = only(UriInfo.class, Map.of("getPath", arguments -> "/"));
        HttpRequest request = only(HttpRequest.class, Map.of("getUri", arguments -> address));
        KeycloakContext context = only(
                KeycloakContext.class, Map.of("getRealm", arguments -> realm, "getHttpRequest", arguments -> request));
        KeycloakSession session = only(
                KeycloakSession.class,
                Map.of("getContext", arguments -> context, "getProvider", arguments -> providers.get(arguments[1])));
        for (PasswordPolicyProviderFactory factory : ServiceLoader.load(PasswordPolicyProviderFactory.class)) {
            // Others may need a server around them.
            if (policy.contains(factory.getId())) {
                providers.put(factory.getId(), factory.create(session));
            }
        }
        parsed.put(policy, PasswordPolicy.parse(session, policy));
        UserModel user = only(
                UserModel.class,
                Map.of(
                        "getUsername", arguments -> userName,
                        "getFirstName", arguments -> firstName,
                        "getLastName", arguments -> lastName));
        List<PasswordPolicyProvider> named =
                parsed.get(policy).getPolicies().stream().map(providers::get).toList();
        return new SessionStandIn(session, realm, user, named);
    }

    /** Answers these methods, and any other with null. */
    private static <T> T only(Class<T> type, Map<String, Function<Object[], Object>> answers) {
        return type.cast(Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, (proxy, method, a) -> {
            Function<Object[], Object> answer = answers.get(method.getName());
            return answer == null ? null : answer.apply(a);
        }));
    }
}
