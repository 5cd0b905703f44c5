package io.github.gatehouse.it;

import io.github.gatehouse.it.support.Browsers;
import io.github.gatehouse.it.support.KeycloakUnderTest;
import io.github.gatehouse.it.support.Mailbox;
import io.github.gatehouse.it.support.SignInTest;
import java.io.IOException;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;

/**
 * Every page of a sign-in that somebody can come upon, reached as a person reaches it: Keycloak's own pages in our look,
 * and ours. How each is looked at is said by whoever extends this.
 */
@SignInTest
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class GalleryPages implements GallerySignInPages, GalleryFurtherPages {

    private final KeycloakUnderTest keycloak;
    private final Browsers browsers;
    private final Mailbox mail;
    private final GalleryRecord record;
    private final Set<String> flows = new HashSet<>();
    private GalleryRealm realm;

    GalleryPages(KeycloakUnderTest keycloak, Browsers browsers, Mailbox mail, GalleryRecord record) {
        this.keycloak = keycloak;
        this.browsers = browsers;
        this.mail = mail;
        this.record = record;
    }

    /** Through whose eyes the pages are looked at. */
    abstract Stream<Visitor> visitors();

    /**
     * Somebody who looks at pages.
     *
     * @param language of the browser
     * @param views of each page
     */
    record Visitor(Browsers.Kind browser, String language, List<PageLook.View> views) {

        @Override
        public String toString() {
            return (browser == Browsers.Kind.CHROMIUM ? "Chromium " : "Firefox ") + language;
        }
    }

    /** One of each visitor, for a test. */
    Stream<GalleryVisit> visits() {
        return visitors().map(visitor -> new GalleryVisit(keycloak, browsers, mail, realm, record, visitor));
    }

    @BeforeAll
    void makeTheRealm() throws IOException {
        realm = GalleryRealm.make(keycloak);
    }

    @AfterEach
    void allWasFinished(TestInfo test) {
        flows.add(test.getTestMethod().orElseThrow().getName());
        record.allFinished();
    }

    @AfterAll
    void removeTheRealmAndWriteTheTable() throws IOException {
        realm.remove();
        record.write();
        // Not where somebody asked for some of the tests only.
        if (flows.size()
                == Stream.of(getClass().getMethods())
                        .filter(method -> method.isAnnotationPresent(ParameterizedTest.class))
                        .count()) {
            record.isWhole();
        }
    }
}
