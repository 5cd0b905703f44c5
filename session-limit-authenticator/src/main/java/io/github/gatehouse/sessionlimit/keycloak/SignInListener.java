package io.github.gatehouse.sessionlimit.keycloak;

import io.github.gatehouse.sessionlimit.admission.BusyException;
import io.github.gatehouse.sessionlimit.admission.Decision;
import io.github.gatehouse.sessionlimit.keycloak.SignInAdmission.Outcome;
import jakarta.ws.rs.WebApplicationException;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import org.keycloak.events.Event;
import org.keycloak.events.EventListenerProvider;
import org.keycloak.events.EventType;
import org.keycloak.events.admin.AdminEvent;
import org.keycloak.events.admin.OperationType;
import org.keycloak.events.admin.ResourceType;
import org.keycloak.models.AbstractKeycloakTransaction;
import org.keycloak.models.AuthenticatedClientSessionModel;
import org.keycloak.models.ClientModel;
import org.keycloak.models.Constants;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.models.UserModel;
import org.keycloak.models.UserSessionModel;

/**
 * Where a sign-in comes to its end in another request than the one that got its place, or by a way without the step
 * (impersonation, token exchange): its place is held on, or got, before anything of the request is written. Without one
 * the whole request is refused.
 *
 * <p>An exception of a listener is swallowed (keycloak/keycloak#28837), hence the preparing of the transaction.
 */
final class SignInListener implements EventListenerProvider {

    private static final Set<EventType> SESSION_BEGINS = EnumSet.of(
            EventType.LOGIN,
            EventType.IMPERSONATE,
            EventType.TOKEN_EXCHANGE,
            EventType.AUTHREQID_TO_TOKEN,
            EventType.OAUTH2_DEVICE_CODE_TO_TOKEN);

    private static final Set<ResourceType> CHANGES_SET_UP = EnumSet.of(
            ResourceType.REALM,
            ResourceType.AUTH_FLOW,
            ResourceType.AUTH_EXECUTION,
            ResourceType.AUTH_EXECUTION_FLOW,
            ResourceType.AUTHENTICATOR_CONFIG,
            ResourceType.IDENTITY_PROVIDER);

    /** What is older began in no request of this moment. In seconds. */
    private static final int JUST_STARTED = 5;

    private final KeycloakSession session;

    SignInListener(KeycloakSession session) {
        this.session = session;
    }

    @Override
    public void onEvent(Event event) {
        RealmModel realm = session.getContext().getRealm();
        if (event.getType() == EventType.LOGIN) {
            new EndedNotice(session).forget();
        }
        if (!SESSION_BEGINS.contains(event.getType())
                || event.getSessionId() == null
                || event.getUserId() == null
                || realm == null
                || !SetUpCheck.canCount()
                || !realm.getId().equals(event.getRealmId())) {
            return;
        }
        SignInAdmission.finish(session);
        UserSessionModel beginning = session.sessions().getUserSession(realm, event.getSessionId());
        if (SignInAdmission.isOfThisRequest(session, event.getSessionId())) {
            if (beginning == null) {
                // Ended where it began: of a direct grant for an offline token Keycloak keeps no other session.
                SignInAdmission.giveUp(session, event.getUserId(), event.getSessionId());
            }
            return;
        }
        if (beginning == null
                || beginning.isOffline()
                || isOfThisRequestOnly(event.getSessionId())
                || beginning.getNote(Constants.CREATED_FROM_PERSISTENT) != null) {
            // The last: a copy in memory, by which a client gets an access token of a session that it is not in.
            return;
        }
        capOf(realm, beginning)
                .filter(SessionCap::needsPlace)
                .map(cap -> new SignInAdmission(session, realm, event.getUserId(), event.getSessionId(), cap))
                .ifPresent(admission -> renewBeforeTheCommit(realm, beginning, admission));
    }

    /**
     * Keycloak keeps no session of SAML ECP and of a container registry. Of the copies that it makes of one, only the one
     * that it made first says so.
     */
    private boolean isOfThisRequestOnly(String sessionId) {
        UserSessionModel made = session.getContext().getUserSession();
        return made != null
                && made.getId().equals(sessionId)
                && made.getPersistenceState() == UserSessionModel.SessionPersistenceState.TRANSIENT;
    }

    /** Nothing of a session that began earlier, and had this client then. */
    private Optional<SessionCap> capOf(RealmModel realm, UserSessionModel beginning) {
        ClientModel client = session.getContext().getClient();
        AuthenticatedClientSessionModel withClient =
                client == null ? null : beginning.getAuthenticatedClientSessionByClient(client.getId());
        if (withClient != null && hasJustStarted(withClient.getStarted())) {
            // What was noted with the session may be of another day, and is of another client.
            Optional<SessionCap> ofFurtherClient = SessionCap.notedWith(withClient)
                    .or(() -> SessionCap.notedWith(beginning)
                            .filter(cap -> !client.getId().equals(cap.clientId()))
                            .flatMap(cap -> BoundSteps.withoutFlow(session, realm)));
            if (ofFurtherClient.isPresent()) {
                return ofFurtherClient.map(cap -> cap.ofClientOnly(client.getId()));
            }
        } else if (!hasJustStarted(beginning.getStarted())) {
            return Optional.empty();
        }
        UserModel user = beginning.getUser();
        return SessionCap.notedWith(beginning)
                .or(() -> BoundSteps.withoutFlow(session, realm)
                        .filter(cap -> user.getServiceAccountClientLink() == null)
                        .map(cap -> cap.withUserLimit(UserLimit.of(user, cap.userLimit())))
                        .map(cap -> withClient == null ? cap : cap.withClient(client.getId())))
                .map(cap -> hasJustStarted(beginning.getStarted()) ? cap : cap.ofClientOnly(cap.clientId()));
    }

    private static boolean hasJustStarted(int started) {
        return started >= SignInAdmission.now().getEpochSecond() - JUST_STARTED;
    }

    private void renewBeforeTheCommit(RealmModel realm, UserSessionModel beginning, SignInAdmission admission) {
        admission.keepRenewed();
        session.getTransactionManager().enlistPrepare(new AbstractKeycloakTransaction() {
            @Override
            protected void commitImpl() {
                Outcome outcome;
                try {
                    outcome = admission.renew();
                } catch (NoConnectionException e) {
                    return;
                } catch (BusyException e) {
                    throw new WebApplicationException(SessionLimitPages.busyWithoutForm(session));
                }
                if (outcome.answer().decision() instanceof Decision.Deny deny) {
                    SignInDenial.record(session, realm, beginning, outcome, deny.occupied());
                    throw new WebApplicationException(SessionLimitPages.deniedWithoutForm(session, outcome));
                }
            }

            @Override
            protected void rollbackImpl() {}
        });
    }

    @Override
    public void onEvent(AdminEvent event, boolean includeRepresentation) {
        if (!CHANGES_SET_UP.contains(event.getResourceType())) {
            return;
        }
        if (event.getResourceType() == ResourceType.REALM && event.getOperationType() == OperationType.CREATE) {
            // An event of the realm of who made it; of the new one it has the name.
            RealmModel made = session.realms().getRealmByName(event.getResourcePath());
            if (made != null) {
                SetUpCheck.afterwards(session, made.getId());
            }
        } else {
            SetUpCheck.afterwards(session, event.getRealmId());
        }
    }

    @Override
    public void close() {}
}
