package io.github.gatehouse.temporarypassword.keycloak;

import io.github.gatehouse.temporarypassword.TemporaryPasswordMode;
import io.github.gatehouse.temporarypassword.keycloak.TemporaryPasswordIssuer.Draft;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jboss.logging.Logger;
import org.keycloak.events.Event;
import org.keycloak.events.EventListenerProvider;
import org.keycloak.events.admin.AdminEvent;
import org.keycloak.events.admin.OperationType;
import org.keycloak.events.admin.ResourceType;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.models.UserModel;

/**
 * Gives a user whom an administrator adds the temporary password of the formula, without another step: in the Admin
 * Console, through the Admin REST API and by partial import.
 *
 * <p>Runs in the request that adds the user. A user with any credential or an identity provider is left alone, and so is
 * every realm whose policy does not ask for the formula. A failure here never fails the request: Keycloak swallows it.
 */
final class NewUserListener implements EventListenerProvider {

    private static final Logger LOGGER = Logger.getLogger(NewUserListener.class);

    private static final Pattern USER_PATH = Pattern.compile("users/([^/]+)");

    private final KeycloakSession session;

    NewUserListener(KeycloakSession session) {
        this.session = session;
    }

    @Override
    public void onEvent(AdminEvent event, boolean includeRepresentation) {
        Matcher path = USER_PATH.matcher(String.valueOf(event.getResourcePath()));
        if (!path.matches() || !addsUser(event)) {
            return;
        }
        RealmModel realm = session.realms().getRealm(event.getRealmId());
        if (realm == null || !asksForFormula(realm)) {
            return;
        }
        UserModel user = session.users().getUserById(realm, path.group(1));
        TemporaryPasswordIssuer issuer = new TemporaryPasswordIssuer(session, realm);
        if (user == null || hasCredential(user) || !issuer.isForUs(user)) {
            return;
        }
        // What is written before an exception stays written, so all that can fail comes first. Rolling back from here
        // is no way out: the request would answer "created" and nothing would be stored.
        Draft draft = issuer.draft(user, TemporaryPasswordMode.FORMULA);
        if (draft.isUsable()) {
            issuer.issue(user, draft, TemporaryPasswordMode.FORMULA);
        } else {
            LOGGER.infof("User %s of realm %s has no temporary password: %s", user.getId(), realm.getName(), draft);
        }
    }

    private static boolean asksForFormula(RealmModel realm) {
        return TemporaryPasswordSettings.of(realm)
                .mode()
                .filter(mode -> mode == TemporaryPasswordMode.FORMULA)
                .isPresent();
    }

    /**
     * Partial import reports its users with another resource type than the Admin REST API, and those it replaces as
     * updates. An update of type USER is an ordinary edit.
     */
    private static boolean addsUser(AdminEvent event) {
        return event.getOperationType() == OperationType.CREATE
                || event.getOperationType() == OperationType.UPDATE && event.getResourceType() != ResourceType.USER;
    }

    private static boolean hasCredential(UserModel user) {
        return user.credentialManager().getStoredCredentialsStream().findAny().isPresent();
    }

    @Override
    public void onEvent(Event event) {}

    @Override
    public void close() {}
}
