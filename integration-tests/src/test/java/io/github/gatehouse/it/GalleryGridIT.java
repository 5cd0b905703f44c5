package io.github.gatehouse.it;

import io.github.gatehouse.it.PageLook.Medium;
import io.github.gatehouse.it.PageLook.View;
import io.github.gatehouse.it.support.Browsers;
import io.github.gatehouse.it.support.KeycloakUnderTest;
import io.github.gatehouse.it.support.LongTest;
import io.github.gatehouse.it.support.Mailbox;
import java.util.List;
import java.util.stream.Stream;

/**
 * Every page of a sign-in at every width, dark, in forced colours, with less motion, printed and at 400 %, from left to
 * right and from right to left, in both browsers. Firefox has widths only: by WebDriver BiDi no media can be set.
 */
@LongTest
class GalleryGridIT extends GalleryPages {

    private static final List<View> WIDTHS = Stream.of(320, 480, 768, 1280, 1920)
            .map(width -> View.of(width, Medium.LIGHT))
            .toList();
    private static final List<View> GRID = Stream.concat(
                    WIDTHS.stream(),
                    Stream.of(
                            View.of(320, Medium.DARK),
                            View.of(1280, Medium.DARK),
                            View.of(320, Medium.FORCED_COLORS),
                            View.of(1280, Medium.FORCED_COLORS),
                            View.of(1280, Medium.REDUCED_MOTION),
                            View.of(720, Medium.PRINT),
                            new View(320, 256, Medium.LIGHT)))
            .toList();

    GalleryGridIT(KeycloakUnderTest keycloak, Browsers browsers, Mailbox mail) {
        super(keycloak, browsers, mail, new GalleryRecord("grid.md"));
    }

    @Override
    Stream<Visitor> visitors() {
        return Stream.of(
                new Visitor(Browsers.Kind.CHROMIUM, "en", GRID),
                new Visitor(Browsers.Kind.CHROMIUM, "ar", GRID),
                new Visitor(Browsers.Kind.FIREFOX, "en", WIDTHS),
                new Visitor(Browsers.Kind.FIREFOX, "ar", WIDTHS));
    }
}
