package io.github.gatehouse.temporarypassword.keycloak;

import io.github.gatehouse.temporarypassword.TemporaryPasswordMode;
import io.github.gatehouse.temporarypassword.keycloak.TemporaryPasswordIssuer.Draft;
import java.sql.SQLException;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jboss.logging.Logger;
import org.keycloak.events.Event;
import org.keycloak.events.EventListenerProvider;
import org.keycloak.events.admin.AdminEvent;
import org.keycloak.events.admin.OperationType;
import org.keycloak.events.admin.ResourceType;
import org.keycloak.models.AbstractKeycloakTransaction;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.ModelDuplicateException;
import org.keycloak.models.RealmModel;
import org.keycloak.models.UserModel;

/**
 * Gives a user whom an administrator adds the temporary password of the formula, without another step: in the Admin
 * Console, through the Admin REST API and by partial import.
 *
 * <p>Runs in the request that adds the user. A user with any credential or an identity provider is left alone, and so is
 * every realm whose policy does not ask for temporary passwords. An admin event beside that of the creation says what
 * came of it. Where that fails, adding the user fails and nothing of it is stored.
 */
final class NewUserListener implements EventListenerProvider {

    private static final Logger LOGGER = Logger.getLogger(NewUserListener.class);

    private static final String INTEGRITY_VIOLATION = "23";

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
        Optional<TemporaryPasswordMode> mode = realm == null
                ? Optional.empty()
                : TemporaryPasswordSettings.of(realm).mode();
        if (mode.isEmpty()) {
            return;
        }
        try {
            welcome(path.group(1), realm, mode.get(), event);
        } catch (RuntimeException e) {
            failTheRequest(e);
            throw e;
        }
    }

    private void welcome(String userId, RealmModel realm, TemporaryPasswordMode mode, AdminEvent creation) {
        UserModel user = session.users().getUserById(realm, userId);
        TemporaryPasswordIssuer issuer = new TemporaryPasswordIssuer(session, realm);
        if (user == null || hasCredential(user) || !issuer.isForUs(user)) {
            return;
        }
        TemporaryPasswordEvent told = TemporaryPasswordEvent.beside(session, realm, creation);
        if (mode == TemporaryPasswordMode.RANDOM) {
            told.toBeIssued(userId);
            return;
        }
        Draft draft = issuer.draft(user, mode);
        if (draft.isUsable()) {
            told.issued(userId, issuer.issue(user, draft, mode), false);
        } else {
            LOGGER.infof("User %s of realm %s has no temporary password: %s", userId, realm.getName(), draft);
            told.none(userId, draft);
        }
    }

    /**
     * Keycloak swallows what a listener throws, and would store what is half written: reading here sends what the
     * request has written so far to the database, which may refuse it. To mark the transaction for rollback is no way
     * out: the request would answer "created" and nothing would be stored.
     */
    private void failTheRequest(RuntimeException failure) {
        RuntimeException told =
                isConflict(failure) ? new ModelDuplicateException("Duplicate resource error", failure) : failure;
        session.getTransactionManager().enlistPrepare(new AbstractKeycloakTransaction() {
            @Override
            protected void commitImpl() {
                throw told;
            }

            @Override
            protected void rollbackImpl() {
                // Fails anyway.
            }
        });
    }

    /** By the standard's class of SQL states: the exceptions between are the database layer's own. */
    private static boolean isConflict(Throwable failure) {
        return Stream.iterate(failure, Objects::nonNull, Throwable::getCause)
                .anyMatch(cause -> cause instanceof SQLException e
                        && e.getSQLState() != null
                        && e.getSQLState().startsWith(INTEGRITY_VIOLATION));
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
