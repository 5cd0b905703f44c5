package io.github.gatehouse.sessionlimit.keycloak;

import io.github.gatehouse.sessionlimit.admission.BusyException;
import io.github.gatehouse.sessionlimit.admission.Decision;
import io.github.gatehouse.sessionlimit.admission.SignInGate.Answer;
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

    /** Older sessions begin in no request of this moment: they are single sign-on. In seconds. */
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
        SignInAdmission admission = new SignInAdmission(session, realm, event.getUserId(), event.getSessionId());
        UserSessionModel beginning = session.sessions().getUserSession(realm, event.getSessionId());
        if (admission.isOfThisRequest()) {
            if (beginning == null) {
                // Ended where it began: of a direct grant for an offline token Keycloak keeps no other session.
                admission.giveUp();
            }
            return;
        }
        if (beginning == null
                || beginning.isOffline()
                || beginning.getPersistenceState() == UserSessionModel.SessionPersistenceState.TRANSIENT
                || beginning.getStarted() < SignInAdmission.now().getEpochSecond() - JUST_STARTED) {
            return;
        }
        capOf(realm, beginning)
                .filter(cap -> cap.userLimit() > 0 && !cap.endsOldest())
                .ifPresent(cap -> renewBeforeTheCommit(realm, beginning, admission, cap));
    }

    private Optional<SessionCap> capOf(RealmModel realm, UserSessionModel beginning) {
        UserModel user = beginning.getUser();
        return SessionCap.notedWith(beginning)
                .or(() -> BoundSteps.withoutFlow(session, realm)
                        .filter(cap -> user.getServiceAccountClientLink() == null)
                        .map(cap -> new SessionCap(UserLimit.of(user, cap.userLimit()), cap.atLimit())));
    }

    private void renewBeforeTheCommit(
            RealmModel realm, UserSessionModel beginning, SignInAdmission admission, SessionCap cap) {
        admission.keepRenewed();
        session.getTransactionManager().enlistPrepare(new AbstractKeycloakTransaction() {
            @Override
            protected void commitImpl() {
                Answer answer;
                try {
                    answer = admission.renew(cap.userLimit());
                } catch (NoConnectionException e) {
                    return;
                } catch (BusyException e) {
                    throw new WebApplicationException(SessionLimitPages.busyWithoutForm(session));
                }
                if (answer.decision() instanceof Decision.Deny deny) {
                    SignInDenial.record(session, realm, beginning, cap.userLimit(), deny.occupied());
                    throw new WebApplicationException(SessionLimitPages.deniedWithoutForm(session, cap.userLimit()));
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
