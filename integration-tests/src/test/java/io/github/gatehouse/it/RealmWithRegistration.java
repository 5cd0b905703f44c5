package io.github.gatehouse.it;

import com.microsoft.playwright.Page;
import io.github.gatehouse.it.support.Device;
import io.github.gatehouse.it.support.KeycloakUnderTest;
import io.github.gatehouse.localserver.LimitedRealm;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.function.Consumer;
import org.keycloak.admin.client.resource.UsersResource;
import org.keycloak.representations.idm.RealmRepresentation;
import org.keycloak.representations.idm.UserRepresentation;

/** A realm in which anybody may register and one person has to choose a password, and the two pages for that. */
final class RealmWithRegistration {

    private static final String NAME = "live-rules";
    private static final String PASSWORD = "24 Summers!";

    private final KeycloakUnderTest keycloak;

    RealmWithRegistration(KeycloakUnderTest keycloak) {
        this.keycloak = keycloak;
        RealmRepresentation realm = new RealmRepresentation();
        realm.setRealm(NAME);
        realm.setEnabled(true);
        realm.setLoginTheme("gatehouse");
        realm.setRegistrationAllowed(true);
        keycloak.admin().realms().create(realm);
    }

    void remove() {
        keycloak.realm(NAME).remove();
    }

    /** With that policy and nobody but obrien in it, who has to choose a new password. */
    void beginAnew(String policy) {
        change(realm -> {
            realm.setRegistrationEmailAsUsername(false);
            realm.setPasswordPolicy(policy);
        });
        UsersResource users = keycloak.realm(NAME).users();
        users.list().forEach(user -> users.delete(user.getId()).close());
        UserRepresentation user = LimitedRealm.person("obrien", PASSWORD);
        user.setFirstName("Zoë");
        user.setLastName("O'Brien-Quist");
        user.setRequiredActions(List.of("UPDATE_PASSWORD"));
        users.create(user).close();
    }

    void change(Consumer<RealmRepresentation> change) {
        RealmRepresentation realm = keycloak.realm(NAME).toRepresentation();
        change.accept(realm);
        keycloak.realm(NAME).update(realm);
    }

    /** Where obrien has to choose a new password. */
    Page changePage(Device device) {
        openSignInPage(device);
        device.signIn("obrien", PASSWORD).page().locator("#password-new").waitFor();
        return device.page();
    }

    Page registration(Device device) {
        openSignInPage(device);
        device.page().locator("#kc-registration a").click();
        device.page().locator("#password-confirm").waitFor();
        return device.page();
    }

    /** Where one lands. */
    String accountConsole() {
        return keycloak.baseUrl() + "/realms/" + NAME + "/account/";
    }

    /** As the account console asks for it, which needs JavaScript for that. */
    private void openSignInPage(Device device) {
        device.open(keycloak.baseUrl() + "/realms/" + NAME
                        + "/protocol/openid-connect/auth?client_id=account-console&response_type=code&scope=openid"
                        + "&code_challenge_method=S256&code_challenge=" + "a".repeat(43)
                        + "&redirect_uri=" + URLEncoder.encode(accountConsole(), StandardCharsets.UTF_8))
                .awaitSignInPage();
    }
}
