package io.github.gatehouse.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Page;
import com.microsoft.playwright.Response;
import io.github.gatehouse.it.support.Browsers;
import io.github.gatehouse.it.support.Device;
import io.github.gatehouse.it.support.People;
import io.github.gatehouse.it.support.Person;
import io.github.gatehouse.it.support.Portal;
import io.github.gatehouse.it.support.SignInTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Pages of ours run scripts from files of the server and nothing else. */
@SignInTest
class ScriptPolicyIT {

    private static final String INJECT = """
            (text) => {
              const script = document.createElement("script");
              script.textContent = text;
              document.body.append(script);
              document.body.insertAdjacentHTML("beforeend", "<img src='x:' onerror='window.ran = true'>");
            }""";

    private final Browsers browsers;
    private final Portal portal;

    ScriptPolicyIT(Browsers browsers, Portal portal) {
        this.browsers = browsers;
        this.portal = portal;
    }

    @ParameterizedTest
    @EnumSource
    void aScriptThatGotIntoThePageDoesNotRun(Browsers.Kind kind) {
        Page page =
                browsers.newDevice(kind).open(portal.url("/")).awaitSignInPage().page();

        page.evaluate(INJECT, "window.ran = true");
        page.waitForTimeout(300);

        assertThat(page.evaluate("window.ran === undefined")).isEqualTo(true);
    }

    /** What is typed is shown again, and must not be taken for a page that needs scripts of its own. */
    @Test
    void nothingTypedSwitchesThePolicyOff() {
        Device device = browsers.newDevice().open(portal.url("/")).awaitSignInPage();

        device.signIn("x onload=\"1\" onload=1 <script>", "nonsense");
        device.page().locator("[role=alert]").waitFor();

        assertThat(device.page()
                        .locator("meta[http-equiv=Content-Security-Policy]")
                        .count())
                .isEqualTo(1);
    }

    /** Keycloak has a script in the page for this, which the policy would forbid. */
    @ParameterizedTest
    @EnumSource
    void loadingThePageAgainSendsNoFormAgain(Browsers.Kind kind, People people) {
        Person person = people.withPassword(People.PASSWORD);
        Device device = browsers.newDevice(kind).open(portal.url("/")).awaitSignInPage();
        device.signIn(person.userName(), "nonsense");
        Page page = device.page();
        page.locator("[role=alert]").waitFor();

        assertThat(page.url()).contains("/login-actions/authenticate?").doesNotContain("session_code");
        Response again = page.reload();

        assertThat(again.request().method()).isEqualTo("GET");
        device.awaitSignInPage();
        assertThat(page.locator("[role=alert]").count()).isZero();
        device.signIn(person.userName(), People.PASSWORD).awaitPortal(portal.url("/"));
    }
}
