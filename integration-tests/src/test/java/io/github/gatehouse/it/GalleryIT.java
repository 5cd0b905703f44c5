package io.github.gatehouse.it;

import io.github.gatehouse.it.PageLook.Medium;
import io.github.gatehouse.it.PageLook.View;
import io.github.gatehouse.it.support.Browsers;
import io.github.gatehouse.it.support.KeycloakUnderTest;
import io.github.gatehouse.it.support.Mailbox;
import java.util.List;
import java.util.stream.Stream;

/** Every page of a sign-in in Chromium, from left to right and from right to left. */
class GalleryIT extends GalleryPages {

    GalleryIT(KeycloakUnderTest keycloak, Browsers browsers, Mailbox mail) {
        super(keycloak, browsers, mail, new GalleryRecord("pages.md"));
    }

    @Override
    Stream<Visitor> visitors() {
        return Stream.of(
                new Visitor(
                        Browsers.Kind.CHROMIUM, "en", List.of(View.of(320, Medium.DARK), View.of(1280, Medium.LIGHT))),
                new Visitor(Browsers.Kind.CHROMIUM, "ar", List.of(View.of(320, Medium.LIGHT))));
    }
}
