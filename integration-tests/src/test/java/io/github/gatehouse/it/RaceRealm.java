package io.github.gatehouse.it;

import io.github.gatehouse.it.support.KeycloakUnderTest;
import io.github.gatehouse.it.support.Node;
import io.github.gatehouse.it.support.People;
import io.github.gatehouse.it.support.Person;
import io.github.gatehouse.it.support.TwoNodes;
import io.github.gatehouse.localserver.LimitedRealm;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.keycloak.representations.idm.RealmRepresentation;
import org.keycloak.representations.idm.UserSessionRepresentation;

/**
 * The shipped realm on two nodes, made so that sign-ins of one person really meet: checking a password costs next to
 * nothing (the shipped realm's hash lets one after the other through on a small machine), and brute-force protection,
 * which lets only one of several at once look at the password, is off.
 */
final class RaceRealm {

    /** Asks nobody for consent. */
    static final String PORTAL = "portal";

    /** Nor does this one. */
    static final String DESK = "desk";

    /** Asks everybody for consent. */
    static final String WITH_CONSENT = "with-consent";

    private final TwoNodes nodes;
    private final CappedRealm cap;
    private final People people;

    RaceRealm(TwoNodes nodes) {
        this.nodes = nodes;
        this.cap = new CappedRealm(nodes.first());
        this.people = nodes.first().people();
        RealmRepresentation realm = nodes.first().realm().toRepresentation();
        realm.setPasswordPolicy(LimitedRealm.CHEAP_HASH);
        realm.setBruteForceProtected(false);
        nodes.first().realm().update(realm);
        addClient(DESK, false);
        addClient(WITH_CONSENT, true);
        forgetCaches();
    }

    private void addClient(String clientId, boolean consent) {
        cap.addClient(clientId, client -> {
            client.setPublicClient(true);
            client.setConsentRequired(consent);
            client.setRedirectUris(List.of(ScriptedSignIn.REDIRECT_URI));
        });
    }

    /** Sets the cap, and what happens at it. */
    void cap(int limit, String atLimit) {
        set(Map.of("userLimit", Integer.toString(limit), "atLimit", atLimit));
    }

    /** Sets all the settings of the cap; one that is left out has its default. */
    void set(Map<String, String> settings) {
        cap.set(settings);
        forgetCaches();
    }

    /** As Keycloak shows them in the Admin Console, with what its caches know of their clients. */
    List<UserSessionRepresentation> sessions(Person person) {
        return cap.sessions(person);
    }

    /** Ends the sign-ins of everybody. */
    void signEverybodyOut() {
        nodes.first().realm().logoutAll();
    }

    Person person() {
        return people.withPassword(People.PASSWORD);
    }

    /** Who has signed in before, and is signed out. */
    Person personWithGate() {
        Person person = person();
        new ScriptedSignIn(nodes.first(), person, PORTAL, 0).signIn();
        sessions(person).forEach(session -> nodes.first().realm().deleteSession(session.getId(), false));
        return person;
    }

    /** Sign-ins of one person, by turns on these nodes, with their pages open. */
    List<ScriptedSignIn> opened(int count, Person person, String clientId, List<? extends KeycloakUnderTest> on) {
        List<ScriptedSignIn> signIns = IntStream.range(0, count)
                .mapToObj(i -> new ScriptedSignIn(on.get(i % on.size()), person, clientId, i))
                .toList();
        AtOnce.each(signIns, ScriptedSignIn::open);
        return signIns;
    }

    /** For nodes that tell each other nothing: they would go on with the settings that they know. */
    private void forgetCaches() {
        for (Node node : nodes.both()) {
            node.realm().clearRealmCache();
            node.realm().clearUserCache();
        }
    }
}
