package io.github.gatehouse.password.keycloak.credential;

import io.github.gatehouse.password.keycloak.RealmPasswordPolicies;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.time.format.FormatStyle;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import org.jboss.logging.Logger;
import org.keycloak.common.util.Time;
import org.keycloak.device.DeviceRepresentationProvider;
import org.keycloak.email.EmailException;
import org.keycloak.email.EmailSenderProvider;
import org.keycloak.email.freemarker.FreeMarkerEmailTemplateProvider;
import org.keycloak.executors.ExecutorsProvider;
import org.keycloak.models.AbstractKeycloakTransaction;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.KeycloakSessionFactory;
import org.keycloak.models.RealmModel;
import org.keycloak.models.UserModel;
import org.keycloak.models.utils.KeycloakModelUtils;
import org.keycloak.representations.AccessToken;
import org.keycloak.representations.account.DeviceRepresentation;

/**
 * The mail that tells the owner of a password that it was changed: when, from what browser and address, and whom to
 * contact if it was somebody else. It holds no password and no link (row 17).
 *
 * <p>Written while the change is made, and sent when the change is stored, beside the request: a slow mail server keeps
 * nobody waiting, one that does not answer is a warning in the log, and a change that fails tells nobody anything. Goes
 * to everybody who has an address, in realms that name a policy of this bundle and have a mail server.
 */
public final class PasswordChangedMail {

    private static final Logger LOGGER = Logger.getLogger(PasswordChangedMail.class);
    private static final String EXECUTOR = "gatehouse-mail";

    private PasswordChangedMail() {}

    /** Tells the owner about the change that is being made in this session. Never fails. */
    public static void tellOwner(KeycloakSession session, RealmModel realm, UserModel user) {
        String address = user.getEmail();
        if (address == null
                || address.isBlank()
                || realm.getSmtpConfig().isEmpty()
                || !new RealmPasswordPolicies(session, realm).nameOneOfOurs()) {
            return;
        }
        boolean byAdministrator = session.getContext().getAuthenticationSession() == null
                && session.getContext().getBearerToken() instanceof AccessToken;
        WrittenMail mail = new WrittenMail(session);
        try {
            // An administrator's browser and its language are not the owner's.
            Locale locale = session.getContext().resolveLocale(user, byAdministrator);
            Map<String, Object> details = new HashMap<>();
            details.put("time", now(locale));
            details.put("byAdministrator", byAdministrator);
            if (!byAdministrator) {
                details.put("address", session.getContext().getConnection().getRemoteHost());
                details.put("browser", browser(session));
            }
            mail.setRealm(realm).setUser(user).send("passwordChangedSubject", "password-changed.ftl", details);
        } catch (EmailException | RuntimeException e) {
            LOGGER.warnf(e, "The mail about the changed password of user %s could not be written", user.getId());
            return;
        }
        sendWhenStored(session, realm, user.getId(), address, mail);
    }

    private static void sendWhenStored(
            KeycloakSession session, RealmModel realm, String userId, String address, WrittenMail mail) {
        KeycloakSessionFactory factory = session.getKeycloakSessionFactory();
        Map<String, String> server = new HashMap<>(realm.getSmtpConfig());
        String realmId = realm.getId();
        session.getTransactionManager().enlistAfterCompletion(new AbstractKeycloakTransaction() {
            @Override
            protected void commitImpl() {
                session.getProvider(ExecutorsProvider.class)
                        .getExecutor(EXECUTOR)
                        .submit(() -> KeycloakModelUtils.runJobInTransaction(
                                factory, sender -> send(sender, realmId, server, userId, address, mail)));
            }

            @Override
            protected void rollbackImpl() {
                // Nothing was changed.
            }
        });
    }

    private static void send(
            KeycloakSession session,
            String realmId,
            Map<String, String> server,
            String userId,
            String address,
            WrittenMail mail) {
        try {
            session.getContext().setRealm(session.realms().getRealm(realmId));
            session.getProvider(EmailSenderProvider.class).send(server, address, mail.subject, mail.text, mail.html);
        } catch (EmailException | RuntimeException e) {
            LOGGER.warnf(e, "The mail about the changed password of user %s could not be sent", userId);
        }
    }

    /** With the name of the zone, which is the server's: nobody's own is known here. */
    private static String now(Locale locale) {
        return DateTimeFormatter.ofLocalizedDateTime(FormatStyle.LONG)
                .withLocale(locale)
                .withZone(ZoneId.systemDefault())
                .format(Instant.ofEpochMilli(Time.currentTimeMillis()));
    }

    /** Browser and system as the person would name them, or null if the browser does not say. */
    private static String browser(KeycloakSession session) {
        DeviceRepresentation device =
                session.getProvider(DeviceRepresentationProvider.class).deviceRepresentation();
        if (device == null || device.getBrowser() == null || device.getBrowser().startsWith("Other")) {
            return null;
        }
        String browser = device.getBrowser().replaceFirst("/.*", "");
        return device.getOs() == null || device.getOs().startsWith("Other") ? browser : browser + ", " + device.getOs();
    }

    /** A mail of Keycloak's own templates that is kept instead of sent. */
    private static final class WrittenMail extends FreeMarkerEmailTemplateProvider {

        private String subject;
        private String text;
        private String html;

        WrittenMail(KeycloakSession session) {
            super(session);
        }

        @Override
        protected void send(
                Map<String, String> server, String subject, String textBody, String htmlBody, String address) {
            this.subject = subject;
            this.text = textBody;
            this.html = htmlBody;
        }
    }
}
