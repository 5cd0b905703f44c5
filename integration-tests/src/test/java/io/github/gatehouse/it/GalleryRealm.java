package io.github.gatehouse.it;

import io.github.gatehouse.it.support.KeycloakUnderTest;
import io.github.gatehouse.it.support.People;
import io.github.gatehouse.it.support.Person;
import io.github.gatehouse.it.support.Tree;
import io.github.gatehouse.localserver.FormBrowser;
import jakarta.ws.rs.core.Response;
import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.keycloak.admin.client.CreatedResponseUtil;
import org.keycloak.admin.client.resource.OrganizationResource;
import org.keycloak.admin.client.resource.RealmResource;
import org.keycloak.representations.idm.AuthenticationExecutionExportRepresentation;
import org.keycloak.representations.idm.AuthenticationExecutionInfoRepresentation;
import org.keycloak.representations.idm.AuthenticationFlowRepresentation;
import org.keycloak.representations.idm.AuthenticatorConfigRepresentation;
import org.keycloak.representations.idm.ClientRepresentation;
import org.keycloak.representations.idm.CredentialRepresentation;
import org.keycloak.representations.idm.OrganizationDomainRepresentation;
import org.keycloak.representations.idm.OrganizationRepresentation;
import org.keycloak.representations.idm.RealmRepresentation;
import org.keycloak.representations.idm.RequiredActionProviderRepresentation;
import org.keycloak.representations.idm.UserRepresentation;
import org.keycloak.util.JsonSerialization;

/**
 * The shipped realm under another name, with everything switched on that has a page of its own, and with Arabic. Most
 * pages are asked for by an application; some need a flow of their own, and so an application of its own.
 */
final class GalleryRealm {

    static final String NAME = "gallery";

    /** Has flows and pages as shipped. */
    static final String APPLICATION = "gallery";

    /** Asks for the name first, and then for any one of four proofs. */
    static final String STEP_BY_STEP = "step-by-step";

    /** Asks which organization. */
    static final String ORGANIZATION = "of-an-organization";

    /** Asks the person for consent. */
    static final String CONSENT = "third-party";

    /** Without a web site: shows the code. */
    static final String INSTALLED = "installed";

    /** Is told in a frame that the person signs out. */
    static final String FRONT_CHANNEL = "front-channel";

    /** A device without a keyboard. */
    static final String DEVICE = "television";

    /** Speaks SAML: an address to which a page is sent without being seen. */
    static final String PARTNER = "partner";

    /** For the second realm: replaces a link that is there. */
    static final String OVERRIDE_LINK = "gallery override link";

    /** Nobody listens there. */
    static final String NOWHERE = "http://localhost:65535/";

    private static final AtomicInteger COUNT = new AtomicInteger();

    private final KeycloakUnderTest keycloak;

    private GalleryRealm(KeycloakUnderTest keycloak) {
        this.keycloak = keycloak;
    }

    static GalleryRealm make(KeycloakUnderTest keycloak) throws IOException {
        RealmRepresentation realm = shippedAs(NAME);
        realm.setDisplayName("Contact Center");
        realm.setRegistrationAllowed(true);
        realm.setOrganizationsEnabled(true);
        realm.setSmtpServer(keycloak.realm().toRepresentation().getSmtpServer());
        realm.getSupportedLocales().add("ar");
        // There are organizations, and most pages come behind that with name and password in one.
        realm.getAuthenticationFlows().stream()
                .flatMap(flow -> flow.getAuthenticationExecutions().stream())
                .filter(step -> "sign-in-organization".equals(step.getAuthenticator()))
                .forEach(step -> step.setRequirement("DISABLED"));
        realm.getAuthenticationFlows()
                .addAll(List.of(
                        flow("gallery step by step", step("auth-username-form", "REQUIRED"), flowStep()),
                        subFlow(
                                step("auth-password-form", "ALTERNATIVE"),
                                step("auth-otp-form", "ALTERNATIVE"),
                                step("webauthn-authenticator", "ALTERNATIVE"),
                                step("auth-recovery-authn-code-form", "ALTERNATIVE")),
                        flow("gallery organization", step("sign-in-organization", "ALTERNATIVE")),
                        flow(
                                OVERRIDE_LINK,
                                step("idp-detect-existing-broker-user", "REQUIRED"),
                                step("idp-confirm-override-link", "REQUIRED"),
                                step("idp-auto-link", "REQUIRED"))));
        realm.setClients(GalleryClients.all());
        keycloak.admin().realms().create(realm);
        GalleryRealm gallery = new GalleryRealm(keycloak);
        gallery.bind(STEP_BY_STEP, "gallery step by step");
        gallery.bind(ORGANIZATION, "gallery organization");
        gallery.enable("TERMS_AND_CONDITIONS", "delete_account", "UPDATE_EMAIL");
        gallery.configure("first broker login", "idp-review-profile", Map.of("update.profile.on.first.login", "on"));
        gallery.configure("gatehouse reset credentials", "reset-otp", Map.of("action_on_otp_reset_flag", "Remove one"));
        gallery.letEverybodyDeleteTheAccount();
        return gallery;
    }

    /** The shipped realm under another name, without its clients, and not made yet. */
    static RealmRepresentation shippedAs(String name) throws IOException {
        String shipped = Files.readString(Tree.root().resolve("realm-export.json"));
        RealmRepresentation realm = JsonSerialization.readValue(
                // A group's id is unique in the whole server, and those of the file begin with the realm's name.
                shipped.replace(KeycloakUnderTest.REALM, name), RealmRepresentation.class);
        // Its permissions know the groups by their ids.
        realm.setAdminPermissionsEnabled(false);
        realm.setClients(List.of());
        return realm;
    }

    RealmResource resource() {
        return keycloak.realm(NAME);
    }

    String url() {
        return keycloak.baseUrl() + "/realms/" + NAME;
    }

    /** Where a complete sign-in leads: any page will do. */
    String applicationUrl() {
        return url();
    }

    /** What an application opens; with the parameters, each with its ampersand, in the address. */
    String authorization(String client, String parameters) {
        return FormBrowser.authorization(url(), client, applicationUrl(), parameters);
    }

    /** Somebody with a password, e-mail and phone number, who reads that language, and with something changed. */
    Person person(String language, Consumer<UserRepresentation> change) {
        int number = COUNT.incrementAndGet();
        UserRepresentation user = new UserRepresentation();
        user.setUsername(String.format("visitor%04d", number));
        user.setFirstName("Mara");
        user.setLastName("Quist");
        user.setEmail(user.getUsername() + "@example.com");
        user.setEmailVerified(true);
        user.setEnabled(true);
        user.setAttributes(
                Map.of("phoneNumber", List.of(String.format("512557%04d", number)), "locale", List.of(language)));
        CredentialRepresentation password = new CredentialRepresentation();
        password.setType(CredentialRepresentation.PASSWORD);
        password.setValue(People.PASSWORD);
        password.setTemporary(false);
        user.setCredentials(new ArrayList<>(List.of(password)));
        change.accept(user);
        try (Response response = resource().users().create(user)) {
            String id = CreatedResponseUtil.getCreatedId(response);
            String phone = user.getAttributes().get("phoneNumber").get(0);
            return new Person(id, user.getUsername(), "Mara", "Quist", phone, user.getEmail());
        }
    }

    /** Two organizations to choose from. */
    void join(Person person) {
        for (String name : List.of("north", "south")) {
            organization(name + person.userName())
                    .members()
                    .addMember(person.id())
                    .close();
        }
    }

    /** A new one, without members. */
    OrganizationResource organization(String name) {
        OrganizationRepresentation organization = new OrganizationRepresentation();
        organization.setName(name);
        organization.setAlias(name);
        organization.addDomain(new OrganizationDomainRepresentation(name + ".example"));
        try (Response response = resource().organizations().create(organization)) {
            return resource().organizations().get(CreatedResponseUtil.getCreatedId(response));
        }
    }

    /** Replaces the settings of a step. */
    void configure(String flow, String provider, Map<String, String> settings) {
        AuthenticationExecutionInfoRepresentation step = resource().flows().getExecutions(flow).stream()
                .filter(execution -> provider.equals(execution.getProviderId()))
                .findFirst()
                .orElseThrow();
        if (step.getAuthenticationConfig() == null) {
            AuthenticatorConfigRepresentation config = new AuthenticatorConfigRepresentation();
            config.setAlias(NAME + " " + provider);
            config.setConfig(settings);
            resource().flows().newExecutionConfig(step.getId(), config).close();
        } else {
            AuthenticatorConfigRepresentation config =
                    resource().flows().getAuthenticatorConfig(step.getAuthenticationConfig());
            config.setConfig(settings);
            resource().flows().updateAuthenticatorConfig(config.getId(), config);
        }
    }

    void change(Consumer<RealmRepresentation> change) {
        RealmRepresentation realm = resource().toRepresentation();
        change.accept(realm);
        resource().update(realm);
    }

    void remove() {
        resource().remove();
    }

    private void bind(String clientId, String flow) {
        ClientRepresentation client =
                resource().clients().findByClientId(clientId).get(0);
        String id = resource().flows().getFlows().stream()
                .filter(candidate -> flow.equals(candidate.getAlias()))
                .findFirst()
                .orElseThrow()
                .getId();
        client.setAuthenticationFlowBindingOverrides(Map.of("browser", id));
        resource().clients().get(client.getId()).update(client);
    }

    private void enable(String... actions) {
        for (String alias : actions) {
            RequiredActionProviderRepresentation action = resource().flows().getRequiredAction(alias);
            action.setEnabled(true);
            resource().flows().updateRequiredAction(alias, action);
        }
    }

    private void letEverybodyDeleteTheAccount() {
        ClientRepresentation account =
                resource().clients().findByClientId("account").get(0);
        resource()
                .roles()
                .get("default-roles-" + NAME)
                .addComposites(List.of(resource()
                        .clients()
                        .get(account.getId())
                        .roles()
                        .get("delete-account")
                        .toRepresentation()));
    }

    private static AuthenticationFlowRepresentation flow(
            String alias, AuthenticationExecutionExportRepresentation... steps) {
        AuthenticationFlowRepresentation flow = new AuthenticationFlowRepresentation();
        flow.setAlias(alias);
        flow.setProviderId("basic-flow");
        flow.setTopLevel(true);
        flow.setBuiltIn(false);
        flow.setAuthenticationExecutions(Stream.of(steps).toList());
        for (int i = 0; i < steps.length; i++) {
            steps[i].setPriority(10 * (i + 1));
        }
        return flow;
    }

    private static final String PROOFS = "gallery proofs";

    private static AuthenticationFlowRepresentation subFlow(AuthenticationExecutionExportRepresentation... steps) {
        AuthenticationFlowRepresentation flow = flow(PROOFS, steps);
        flow.setTopLevel(false);
        return flow;
    }

    static AuthenticationExecutionExportRepresentation step(String provider, String requirement) {
        AuthenticationExecutionExportRepresentation step = new AuthenticationExecutionExportRepresentation();
        step.setAuthenticator(provider);
        step.setRequirement(requirement);
        return step;
    }

    private static AuthenticationExecutionExportRepresentation flowStep() {
        AuthenticationExecutionExportRepresentation step = step(null, "REQUIRED");
        step.setFlowAlias(PROOFS);
        step.setAuthenticatorFlow(true);
        return step;
    }
}
