package io.github.gatehouse.signin.keycloak;

import io.github.gatehouse.signin.SaidOnce;
import io.github.gatehouse.signin.SignInSettings;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.jboss.logging.Logger;
import org.keycloak.authentication.AuthenticationFlowContext;
import org.keycloak.models.AuthenticationExecutionModel;
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

    /**
     * The configuration of the step that runs. The step before the form has that of the form: Keycloak copies no flow in
     * which two steps share one, and the two must not differ.
     */
    static SignInSettings settings(AuthenticationFlowContext context) {
        AuthenticatorConfigModel config = SignInOrganizationAuthenticatorFactory.ID.equals(
                        context.getExecution().getAuthenticator())
                ? configOfForm(context)
                : context.getAuthenticatorConfig();
        return SignInSettings.from(config == null ? null : config.getConfig());
    }

    private static AuthenticatorConfigModel configOfForm(AuthenticationFlowContext context) {
        RealmModel realm = context.getRealm();
        return steps(realm, context.getTopLevelFlow().getId())
                .filter(step -> SignInFormAuthenticatorFactory.ID.equals(step.getAuthenticator()))
                .map(AuthenticationExecutionModel::getAuthenticatorConfig)
                .filter(Objects::nonNull)
                .map(realm::getAuthenticatorConfigById)
                .filter(Objects::nonNull)
                .findFirst()
                .orElse(null);
    }

    private static Stream<AuthenticationExecutionModel> steps(RealmModel realm, String flow) {
        return realm.getAuthenticationExecutionsStream(flow)
                .flatMap(step -> step.isAuthenticatorFlow() ? steps(realm, step.getFlowId()) : Stream.of(step));
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
     * The person whom stock's own look-up does not find: the one with that agent ID, where it is nobody's user name.
     *
     * @param typed the name from the form, null for none
     */
    Optional<UserModel> findByAgentIdAlone(String typed) {
        return find(typed).filter(person -> byName(searchable(typed).strip()).isEmpty());
    }

    /**
     * The name under which stock's own look-up finds the person meant: for an agent ID the user name behind it, else
     * what was typed.
     */
    String stockName(String typed) {
        return typed == null
                ? null
                : findByAgentIdAlone(typed).map(UserModel::getUsername).orElseGet(() -> searchable(typed));
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
