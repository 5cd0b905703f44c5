package io.github.gatehouse.signin.keycloak;

import io.github.gatehouse.signin.SaidOnce;
import io.github.gatehouse.signin.SignInSettings;
import java.util.List;
import java.util.Optional;
import org.jboss.logging.Logger;
import org.keycloak.authentication.AuthenticationFlowContext;
import org.keycloak.models.AuthenticatorConfigModel;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.ModelDuplicateException;
import org.keycloak.models.RealmModel;
import org.keycloak.models.UserModel;
import org.keycloak.models.utils.KeycloakModelUtils;

/**
 * Who is meant by a typed name: the one look-up behind the sign-in page, the direct grant and forgot-password.
 *
 * <p>A user name (or e-mail address, where the realm allows that) wins. Else, where agent IDs are allowed, the one
 * person with that agent ID; an ID that two people have leads to nobody, and the log says so once. IDs are compared as typed and in lower case,
 * so an ID kept in lower case is found in any letter case.
 */
final class PersonLookUp {

    private static final Logger LOG = Logger.getLogger(PersonLookUp.class);

    /** As long as the server runs, on this node. */
    private static final SaidOnce DUPLICATES = new SaidOnce(1000);

    private final KeycloakSession session;
    private final RealmModel realm;
    private final SignInSettings settings;

    PersonLookUp(AuthenticationFlowContext context) {
        this.session = context.getSession();
        this.realm = context.getRealm();
        this.settings = settings(context);
    }

    /** The configuration of the step that runs. */
    static SignInSettings settings(AuthenticationFlowContext context) {
        AuthenticatorConfigModel config = context.getAuthenticatorConfig();
        return SignInSettings.from(config == null ? null : config.getConfig());
    }

    /**
     * The person, or nobody; never an exception for what was typed.
     *
     * @param typed the name from the form, null for none
     */
    Optional<UserModel> find(String typed) {
        if (typed == null || typed.isBlank()) {
            return Optional.empty();
        }
        String name = searchable(typed).strip();
        Optional<UserModel> byName = byName(name);
        // Asked in any case: the time must not tell whether the name was a user name.
        Optional<UserModel> byAgentId = settings.agentId() ? byAgentId(name) : Optional.empty();
        return byName.or(() -> byAgentId);
    }

    /**
     * The name under which stock's own look-up finds the person meant: for an agent ID the user name behind it, else
     * what was typed.
     */
    String stockName(String typed) {
        if (typed == null) {
            return null;
        }
        String name = searchable(typed);
        return find(name)
                .filter(person -> byName(name.strip()).isEmpty())
                .map(UserModel::getUsername)
                .orElse(name);
    }

    /**
     * What a database can be asked for. PostgreSQL takes no U+0000 in a text: the query fails, and with it all that
     * follows in that request. The character that stands for unreadable ones is in nobody's name either.
     */
    static String searchable(String typed) {
        return typed.replace('\0', '\uFFFD');
    }

    private Optional<UserModel> byAgentId(String name) {
        List<UserModel> people = new AgentIds(session, realm, settings.agentIdAttribute()).meantBy(name);
        // Not UserModel::getId: it would link to org.keycloak.models.Model, which Keycloak 26.5.6 does not have.
        List<String> ids =
                people.stream().map(found -> found.getId()).distinct().sorted().toList();
        if (ids.size() > 1) {
            logDuplicate(ids);
        }
        if (ids.size() != 1) {
            return Optional.empty();
        }
        // The stock steps are given the user name. Where another person's e-mail address reads the same, they would
        // find that person: then the ID leads to nobody, as it does for any other doubt.
        UserModel person = people.get(0);
        return byName(person.getUsername()).filter(found -> found.getId().equals(person.getId()));
    }

    /** By the users' ids and not by what was typed: a log is no place for that. */
    private void logDuplicate(List<String> ids) {
        String people = String.join(", ", ids);
        if (DUPLICATES.isNew(realm.getId() + " " + settings.agentIdAttribute() + " " + people)) {
            LOG.warnf(
                    "Realm %s: users %s have the same %s, so it signs in none of them. Give each one of their own.",
                    realm.getName(), people, settings.agentIdAttribute());
        }
    }

    private Optional<UserModel> byName(String name) {
        try {
            return Optional.ofNullable(KeycloakModelUtils.findUserByNameOrEmail(session, realm, name));
        } catch (ModelDuplicateException ambiguous) {
            return Optional.empty();
        }
    }
}
