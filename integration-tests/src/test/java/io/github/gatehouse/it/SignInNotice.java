package io.github.gatehouse.it;

import io.github.gatehouse.it.support.KeycloakUnderTest;
import java.util.ArrayList;
import java.util.List;
import org.keycloak.admin.client.resource.RealmResource;

/** The organization's notice and the box under it as an administrator writes them: texts of a realm. */
final class SignInNotice {

    static final String NOTICE = "signInNotice";
    static final String ACKNOWLEDGEMENT = "signInNoticeAcknowledgement";

    /** On the page. */
    static final String BOX = "#acknowledgement";

    /** What the server says at the box. */
    static final String LEFT_OUT = "Tick this box to sign in.";

    private final RealmResource realm;
    /** Language and key. */
    private final List<List<String>> texts = new ArrayList<>();

    SignInNotice(RealmResource realm) {
        this.realm = realm;
    }

    /** Of the shipped realm. */
    static SignInNotice of(KeycloakUnderTest keycloak) {
        return new SignInNotice(keycloak.realm());
    }

    void text(String language, String key, String value) {
        realm.localization().saveRealmLocalizationText(language, key, value);
        if (!texts.contains(List.of(language, key))) {
            texts.add(List.of(language, key));
        }
    }

    /** Both texts, in English. */
    void askForAcknowledgement() {
        text("en", NOTICE, "Use is logged.");
        text("en", ACKNOWLEDGEMENT, "I have read the notice.");
    }

    void takeAway() {
        texts.forEach(text -> realm.localization().deleteRealmLocalizationText(text.get(0), text.get(1)));
        texts.clear();
    }
}
