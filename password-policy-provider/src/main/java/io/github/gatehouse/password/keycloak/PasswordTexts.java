package io.github.gatehouse.password.keycloak;

import java.io.IOException;
import java.text.MessageFormat;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Properties;
import java.util.stream.Collectors;
import org.jboss.logging.Logger;
import org.keycloak.locale.LocaleSelectorProvider;
import org.keycloak.models.KeycloakContext;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.UserModel;
import org.keycloak.models.UserSessionModel;
import org.keycloak.representations.AccessToken;
import org.keycloak.services.resources.admin.AdminRoot;
import org.keycloak.theme.Theme;

/**
 * Texts about passwords in the language of whoever sets one: an administrator's as his token or the Admin Console
 * has it, a person's as the sign-in pages show it.
 *
 * <p>Keycloak formats one message for each way a password is set. A message made of several has to be put together
 * before that, here.
 */
public final class PasswordTexts {

    private static final Logger LOGGER = Logger.getLogger(PasswordTexts.class);

    private final KeycloakSession session;
    private Locale locale;
    private Properties messages;

    public PasswordTexts(KeycloakSession session) {
        this.session = session;
    }

    /**
     * Keycloak answers an administrator in the language that the token names, and the Admin Console's token names none.
     * It gets the one that the Admin Console itself is shown in, for the rest of this request (keycloak#20206). Nothing
     * happens at the other ways.
     */
    static void answerInTheAdministratorsLanguage(KeycloakSession session) {
        KeycloakContext context = session.getContext();
        UserSessionModel administrator = context.getUserSession();
        if (context.getAuthenticationSession() == null
                && context.getBearerToken() instanceof AccessToken token
                && token.getLocale() == null
                && administrator != null) {
            token.setLocale(session.getProvider(LocaleSelectorProvider.class)
                    .resolveLocale(administrator.getRealm(), administrator.getUser())
                    .toLanguageTag());
        }
    }

    /** The text of a key with its parameters filled in; the key itself where no bundle has it. */
    public String text(String key, Object... parameters) {
        return find(key, parameters).orElse(key);
    }

    /** The text of a key with its parameters filled in, or empty where no bundle has it. */
    public Optional<String> find(String key, Object... parameters) {
        load();
        String pattern = messages.getProperty(key);
        return pattern == null ? Optional.empty() : Optional.of(new MessageFormat(pattern, locale).format(parameters));
    }

    /** A parameter as it is shown: a list of codes as the list of their texts, anything else as it is. */
    public Object parameter(String key, Object parameter) {
        if (parameter instanceof List<?> codes) {
            return codes.stream()
                    .map(code -> text(key + "." + code))
                    .collect(Collectors.joining(text("passwordListSeparator")));
        }
        return parameter;
    }

    private void load() {
        if (messages != null) {
            return;
        }
        KeycloakContext context = session.getContext();
        if (context.getAuthenticationSession() == null && context.getBearerToken() instanceof AccessToken token) {
            answerInTheAdministratorsLanguage(session);
            locale = token.getLocale() == null ? Locale.ENGLISH : Locale.forLanguageTag(token.getLocale());
            messages = AdminRoot.getMessages(session, context.getRealm(), token.getLocale());
            return;
        }
        UserModel user = context.getAuthenticationSession() == null
                ? null
                : context.getAuthenticationSession().getAuthenticatedUser();
        locale = context.resolveLocale(user);
        try {
            messages = session.theme().getTheme(Theme.Type.LOGIN).getEnhancedMessages(context.getRealm(), locale);
        } catch (IOException e) {
            LOGGER.error("The texts of the login theme cannot be read; message keys are shown instead", e);
            messages = new Properties();
        }
    }
}
