package io.github.gatehouse.it;

import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.options.Cookie;
import io.github.gatehouse.it.support.Device;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/** The name that somebody's browser remembers. */
final class RememberedNameIn {

    private static final String COOKIE = "GATEHOUSE_USER_NAME";

    private RememberedNameIn() {}

    static Optional<String> device(Device device) {
        return device.context().cookies().stream()
                .filter(cookie -> cookie.name.equals(COOKIE))
                .map(cookie -> new String(Base64.getUrlDecoder().decode(cookie.value), StandardCharsets.UTF_8))
                .findFirst();
    }

    /** As if a sign-in had left it there. */
    static void plant(Device device, String realmUrl, String name) {
        String value = Base64.getUrlEncoder().encodeToString(name.getBytes(StandardCharsets.UTF_8));
        device.context().addCookies(List.of(new Cookie(COOKIE, value).setUrl(realmUrl + "/x")));
    }

    /** All that is left in the browser after it was closed: no session. */
    static void leaveAlone(Device device) {
        device.open("about:blank");
        endSession(device);
    }

    /** The same without leaving the page, which must not sign in for itself. */
    static void endSession(Device device) {
        device.context()
                .clearCookies(new BrowserContext.ClearCookiesOptions().setName(Pattern.compile("KEYCLOAK_.*|AUTH_.*")));
    }
}
