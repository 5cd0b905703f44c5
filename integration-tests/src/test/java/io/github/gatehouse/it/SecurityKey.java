package io.github.gatehouse.it;

import com.google.gson.JsonObject;
import com.microsoft.playwright.CDPSession;
import com.microsoft.playwright.Route;
import io.github.gatehouse.it.support.Device;

/** A key for WebAuthn that Chromium plays, with somebody who touches it whenever it is asked, or on demand. */
final class SecurityKey {

    private final CDPSession session;
    private final String id;

    private SecurityKey(CDPSession session, String id) {
        this.session = session;
        this.id = id;
    }

    /** One that keeps no keys itself: good for a second factor. */
    static SecurityKey plugIn(Device device) {
        return plugIn(device, "usb", false);
    }

    /** One that keeps passkeys, as telephones and computers do. */
    static SecurityKey builtIn(Device device) {
        return plugIn(device, "internal", true);
    }

    private static SecurityKey plugIn(Device device, String transport, boolean keepsKeys) {
        CDPSession session = device.context().newCDPSession(device.page());
        session.send("WebAuthn.enable");
        JsonObject key = new JsonObject();
        key.addProperty("protocol", "ctap2");
        key.addProperty("transport", transport);
        key.addProperty("hasResidentKey", keepsKeys);
        key.addProperty("hasUserVerification", true);
        key.addProperty("isUserVerified", true);
        JsonObject parameters = new JsonObject();
        parameters.add("options", key);
        JsonObject added = session.send("WebAuthn.addVirtualAuthenticator", parameters);
        return new SecurityKey(session, added.get("authenticatorId").getAsString());
    }

    /** Makes a passkey on it for whoever is signed in at the device, and lets it wait from then on. */
    void keepPasskey(Device device, String realmUrl) {
        String application = realmUrl + "/account/**";
        // The account console would sign in for itself there, and get in the way of what the device opens next.
        device.context()
                .route(application, route -> route.fulfill(new Route.FulfillOptions().setContentType("text/html")));
        device.page().onDialog(dialog -> dialog.accept("Key"));
        device.open(FormSignIn.address(realmUrl, "&kc_action=webauthn-register-passwordless"));
        device.page().locator("#registerWebAuthn").click();
        device.page().waitForURL(application);
        device.context().unroute(application);
        touched(false);
    }

    /** Whether the person touches it when it is asked, or lets it wait. */
    void touched(boolean always) {
        JsonObject parameters = new JsonObject();
        parameters.addProperty("authenticatorId", id);
        parameters.addProperty("enabled", always);
        session.send("WebAuthn.setAutomaticPresenceSimulation", parameters);
    }
}
