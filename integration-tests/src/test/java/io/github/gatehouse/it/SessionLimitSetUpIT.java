package io.github.gatehouse.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.gatehouse.it.support.KeycloakUnderTest;
import io.github.gatehouse.it.support.SignInTest;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.keycloak.representations.idm.IdentityProviderRepresentation;

/** A cap that is set up in one way to sign in and not in another is named in the log as soon as it is saved. */
@SignInTest
class SessionLimitSetUpIT {

    private static final String BROWSER = "the step session-limit is in browser flow 'capped browser', but not in ";

    /** The log stays, so each test has a realm of its own name. */
    private static final AtomicInteger REALMS = new AtomicInteger();

    private final RealmSettingUp realm;
    private final KeycloakUnderTest keycloak;

    SessionLimitSetUpIT(KeycloakUnderTest keycloak) {
        this.keycloak = keycloak;
        this.realm = RealmSettingUp.make(keycloak, "setting-up-" + REALMS.incrementAndGet());
    }

    @AfterEach
    void remove() {
        realm.close();
    }

    @Test
    void theStepIsMissedInEveryOtherWayThatPeopleCanSignInBy() {
        realm.addClient("cli", Map.of());
        realm.save(settings -> settings.setResetPasswordAllowed(true));
        realm.copyWithStep("browser");
        assertThat(realm.said()).isEmpty();

        realm.save(settings -> settings.setBrowserFlow("capped browser"));
        assertThat(realm.said())
                .singleElement()
                .asString()
                .contains(
                        "WARN",
                        BROWSER + "direct grant flow 'direct grant', reset credentials flow 'reset"
                                + " credentials'. ");

        realm.save(settings -> settings.setDisplayName("nothing about flows"));
        assertThat(realm.said()).hasSize(1);

        realm.copyWithStep("direct grant");
        realm.copyWithStep("reset credentials");
        realm.save(settings -> {
            settings.setDirectGrantFlow("capped direct grant");
            settings.setResetCredentialsFlow("capped reset credentials");
        });
        assertThat(realm.said()).last().asString().contains("INFO", "is mended");
    }

    @Test
    void itIsNotMissedWhereNobodyCanSignIn() {
        realm.copyWithStep("browser");

        realm.save(settings -> {
            settings.setResetPasswordAllowed(false);
            settings.setRegistrationAllowed(true);
            settings.setBrowserFlow("capped browser");
        });

        assertThat(realm.said()).isEmpty();
    }

    @Test
    void settingsThatDifferAreNamedWithTheirFlows() {
        realm.addClient("cli", Map.of());
        realm.copyWithStep("browser");
        realm.copyWithStep("direct grant");
        realm.save(settings -> {
            settings.setBrowserFlow("capped browser");
            settings.setDirectGrantFlow("capped direct grant");
        });
        assertThat(realm.said()).isEmpty();

        realm.configure("direct grant", Map.of("userLimit", "5", "atLimit", "deny"));

        assertThat(realm.said())
                .singleElement()
                .asString()
                .contains("differ: userLimit is 3 in browser flow 'capped browser'"
                        + " but 5 in direct grant flow 'capped direct grant'.");
    }

    @Test
    void anIdentityProviderIsNamedUntilItHasAPostLoginFlowWithTheStep() {
        realm.copyWithStep("browser");
        realm.save(settings -> settings.setBrowserFlow("capped browser"));
        IdentityProviderRepresentation provider = new IdentityProviderRepresentation();
        provider.setAlias("elsewhere");
        provider.setProviderId("oidc");
        provider.setEnabled(true);
        provider.setLinkOnly(true);
        provider.setConfig(
                Map.of("clientId", "x", "authorizationUrl", "http://localhost", "tokenUrl", "http://localhost"));
        realm.resource().identityProviders().create(provider).close();
        assertThat(realm.said()).isEmpty();

        provider.setLinkOnly(false);
        provider.setHideOnLogin(true);
        realm.resource().identityProviders().get("elsewhere").update(provider);
        assertThat(realm.said())
                .last()
                .asString()
                .contains(BROWSER + "identity provider 'elsewhere', which has no post login flow. ");

        provider.setPostBrokerLoginFlowAlias("browser");
        realm.resource().identityProviders().get("elsewhere").update(provider);
        assertThat(realm.said())
                .last()
                .asString()
                .contains(BROWSER + "identity provider 'elsewhere', post login flow 'browser'. ");

        provider.setPostBrokerLoginFlowAlias("capped browser");
        realm.resource().identityProviders().get("elsewhere").update(provider);
        assertThat(realm.said()).last().asString().contains("is mended");
    }

    @Test
    void aClientWithAFlowOfItsOwnIsNamed() {
        realm.addClient("desk", Map.of("browser", "browser"));
        realm.addClient("cli", Map.of("direct_grant", "direct grant"));
        realm.copyWithStep("browser");
        realm.copyWithStep("direct grant");

        realm.save(settings -> {
            settings.setBrowserFlow("capped browser");
            settings.setDirectGrantFlow("capped direct grant");
        });

        assertThat(realm.said())
                .singleElement()
                .asString()
                .contains(BROWSER + "client 'cli', direct grant flow 'direct grant', client 'desk', browser flow"
                        + " 'browser'. ");
    }

    @Test
    void theShippedRealmIsSetUpAlikeAndARealmWithoutTheStepIsNotSpokenOf() {
        List<String> lines = keycloak.logText()
                .lines()
                .filter(line -> line.contains("SetUpCheck"))
                .toList();

        assertThat(lines).noneMatch(line -> line.contains("Realm master:") || line.contains("db-pool-max-size"));
        // Other tests take it apart for a while; as it is shipped there is nothing to say, or no longer.
        assertThat(lines.stream()
                        .filter(line -> line.contains("Realm contact-center:"))
                        .reduce((earlier, later) -> later))
                .matches(last -> last.isEmpty() || last.get().endsWith("is mended."));
    }
}
