package io.github.gatehouse.it;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import io.github.gatehouse.it.support.KeycloakUnderTest;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.keycloak.admin.client.resource.RealmResource;
import org.keycloak.representations.idm.AuthenticationFlowRepresentation;
import org.keycloak.representations.idm.GroupRepresentation;
import org.keycloak.representations.idm.RealmRepresentation;
import org.keycloak.representations.idm.RequiredActionProviderRepresentation;
import org.keycloak.representations.idm.RoleRepresentation;
import org.keycloak.representations.idm.authorization.PolicyRepresentation;
import org.keycloak.representations.info.ServerInfoRepresentation;
import org.keycloak.representations.userprofile.config.UPAttribute;

/** What a realm holds, without the ids that differ from realm to realm. */
final class ComparedRealm {

    private static final ObjectMapper JSON =
            new ObjectMapper().configure(SerializationFeature.ORDER_MAP_ENTRIES_BY_KEYS, true);

    private final RealmRepresentation exported;
    private final RealmResource resource;

    private ComparedRealm(RealmResource resource) {
        this.resource = resource;
        this.exported = resource.partialExport(true, true);
    }

    static ComparedRealm of(RealmResource resource) {
        return new ComparedRealm(resource);
    }

    /** The steps, password policies, themes, event listeners and validators that the server has. */
    static Set<String> namesOnServer(KeycloakUnderTest keycloak) {
        ServerInfoRepresentation server = keycloak.admin().serverInfo().getInfo();
        Set<String> names = new TreeSet<>();
        for (String spi : List.of("authenticator", "eventsListener", "required-action", "validator")) {
            names.addAll(server.getProviders().get(spi).getProviders().keySet());
        }
        server.getPasswordPolicies().forEach(policy -> names.add(policy.getId()));
        server.getThemes().values().forEach(themes -> themes.forEach(theme -> names.add(theme.getName())));
        return names;
    }

    /** What {@code add-to-realm} takes from the shipped file as it is: all but the password policy. */
    Map<String, Object> partOfTheBundle() {
        return Map.of(
                "flows", flowsOfTheBundle(),
                "configurations", configurationsOfTheBundle(),
                "bound", boundFlowsAndThemes(),
                "attributes", attributesOfPeople("phoneNumber", "agentId", "sessionLimit"),
                "validators", validatorsOfTheBundle(),
                "roles and groups", rolesAndGroups(),
                "permissions", permissions());
    }

    /** Each flow with its steps as JSON text, by its alias. */
    Map<String, String> flowsOfTheBundle() {
        return exported.getAuthenticationFlows().stream()
                .filter(flow -> flow.getAlias().startsWith("gatehouse "))
                .peek(flow -> flow.setId(null))
                .collect(Collectors.toMap(AuthenticationFlowRepresentation::getAlias, ComparedRealm::json));
    }

    /** Those that the steps of these flows use. */
    private Map<String, Map<String, String>> configurationsOfTheBundle() {
        Set<String> used = exported.getAuthenticationFlows().stream()
                .filter(flow -> flow.getAlias().startsWith("gatehouse "))
                .flatMap(flow -> flow.getAuthenticationExecutions().stream())
                .flatMap(step -> Stream.ofNullable(step.getAuthenticatorConfig()))
                .collect(Collectors.toSet());
        return exported.getAuthenticatorConfig().stream()
                .filter(config -> used.contains(config.getAlias()))
                .collect(Collectors.toMap(config -> config.getAlias(), config -> config.getConfig()));
    }

    private List<String> boundFlowsAndThemes() {
        return List.of(
                exported.getBrowserFlow(),
                exported.getDirectGrantFlow(),
                exported.getResetCredentialsFlow(),
                exported.getLoginTheme(),
                exported.getEmailTheme());
    }

    /** The declarations of these attributes, or of all, as JSON text. */
    private List<String> attributesOfPeople(String... names) {
        return resource.users().userProfile().getConfiguration().getAttributes().stream()
                .filter(attribute -> names.length == 0 || List.of(names).contains(attribute.getName()))
                .map(ComparedRealm::json)
                .toList();
    }

    /** The names of the attributes of people that have a validator of ours, with these. */
    private Map<String, List<String>> validatorsOfTheBundle() {
        Map<String, List<String>> all = new TreeMap<>();
        for (UPAttribute attribute :
                resource.users().userProfile().getConfiguration().getAttributes()) {
            List<String> ours = Stream.ofNullable(attribute.getValidations())
                    .flatMap(validations -> validations.keySet().stream())
                    .filter(id -> id.startsWith("gatehouse-"))
                    .toList();
            if (!ours.isEmpty()) {
                all.put(attribute.getName(), ours);
            }
        }
        return all;
    }

    /** Descriptions of roles, and roles of groups. */
    private Map<String, String> rolesAndGroups() {
        Map<String, String> all = new TreeMap<>();
        for (RoleRepresentation role : exported.getRoles().getRealm()) {
            if (!role.getName().startsWith("default-roles-")) {
                all.put("role " + role.getName(), String.valueOf(role.getDescription()));
            }
        }
        for (GroupRepresentation group : exported.getGroups()) {
            all.put("group " + group.getName(), String.valueOf(group.getRealmRoles()));
        }
        return all;
    }

    /** Admin permissions and their policies, by name: what each is about, and who has it. */
    Map<String, List<String>> permissions() {
        Map<String, String> groups = exported.getGroups().stream()
                .collect(Collectors.toMap(GroupRepresentation::getId, group -> group.getName()));
        return exported.getClients().stream()
                .filter(client -> client.getClientId().equals("admin-permissions"))
                .flatMap(client -> client.getAuthorizationSettings().getPolicies().stream())
                .collect(Collectors.toMap(
                        PolicyRepresentation::getName,
                        policy -> Stream.concat(
                                        Stream.of(policy.getType() + " " + policy.getLogic()),
                                        Stream.of("resources", "scopes", "applyPolicies", "roles")
                                                .map(policy.getConfig()::get)
                                                .filter(Objects::nonNull)
                                                .flatMap(list -> Stream.of(list.split("[\\[\\],{}]+"))))
                                .map(part -> groups.getOrDefault(part.replace("\"", ""), part))
                                .sorted()
                                .toList()));
    }

    /** In their order. */
    List<String> requiredActions() {
        return exported.getRequiredActions().stream()
                .sorted(Comparator.comparing(RequiredActionProviderRepresentation::getPriority))
                .map(RequiredActionProviderRepresentation::getAlias)
                .toList();
    }

    /** The whole export as JSON text, with the declarations of people's attributes. */
    String everything() {
        return json(exported) + attributesOfPeople();
    }

    private static String json(Object value) {
        try {
            return JSON.writeValueAsString(value);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
