package io.github.gatehouse.it;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import io.github.gatehouse.it.support.Browsers;
import io.github.gatehouse.it.support.Device;
import io.github.gatehouse.it.support.KeycloakUnderTest;
import io.github.gatehouse.it.support.People;
import io.github.gatehouse.it.support.Person;
import io.github.gatehouse.it.support.Portal;
import io.github.gatehouse.it.support.ServerClock;
import io.github.gatehouse.it.support.SignInTest;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.keycloak.representations.idm.PartialImportRepresentation;
import org.keycloak.representations.idm.UserRepresentation;

/** The portal's People page: a supervisor finds people and helps them back in (way 9). */
@SignInTest
class PeoplePageHelpIT {

    @BeforeAll
    static void allowTheDirectGrant(KeycloakUnderTest keycloak) {
        TemporaryPasswordCalls.allowTheDirectGrant(keycloak);
    }

    @Test
    void aRowTellsWhetherTheTemporaryPasswordIsStillGood(
            KeycloakUnderTest keycloak, ServerClock clock, People people, Portal portal, Browsers browsers) {
        Person late = people.add();
        clock.advance(Duration.ofHours(73));
        Person fresh = people.add();
        Person settled = people.withPassword(People.PASSWORD);
        PeoplePage supervisor = PeoplePage.ofSupervisor(keycloak, people, portal, browsers);

        assertThat(supervisor.search(late.userName())).containsText("Expired ");
        assertThat(supervisor.search(settled.userName())).containsText("agentsNone");
        Instant expires = Instant.parse(
                TemporaryPasswordCalls.state(keycloak, fresh).get("expiresAt").toString());
        String inTokyo = DateTimeFormatter.ofPattern("MMM d, yyyy, hh:mm", Locale.ENGLISH)
                .withZone(ZoneId.of("Asia/Tokyo"))
                .format(expires);
        assertThat(supervisor.search(fresh.userName())).containsText("Active until " + inTokyo);
        PageLook.isFinishedToo(supervisor.device(), "people");
    }

    @Test
    void whoIsSearchedForIsFoundAndALongListHasPages(
            KeycloakUnderTest keycloak, People people, Portal portal, Browsers browsers) {
        List<UserRepresentation> many = IntStream.range(0, 21)
                .mapToObj(i -> {
                    UserRepresentation user = new UserRepresentation();
                    user.setUsername(String.format("paged-%02d", i));
                    user.setLastName("O'Paged \"& Sons\"");
                    user.setEnabled(true);
                    user.setGroups(List.of("/agents"));
                    user.setAttributes(
                            Map.of("agentId", List.of("paged " + i), "phoneNumber", List.of("<img src=x> <b>5</b>")));
                    return user;
                })
                .toList();
        PartialImportRepresentation file = new PartialImportRepresentation();
        file.setUsers(many);
        keycloak.realm().partialImport(file).close();

        PeoplePage supervisor = PeoplePage.ofSupervisor(keycloak, people, portal, browsers);
        Page page = supervisor.page();
        assertThat(supervisor.search("paged-")).hasCount(20);
        assertThat(page.locator("#found")).hasText("1 to 20. There are more.");
        assertThat(page.locator("#search")).isFocused();
        assertThat(supervisor.rows().first())
                .containsText("O'Paged \"& Sons\"paged-00paged 0<img src=x> <b>5</b>agents");
        assertThat(page.locator("main img, main b")).hasCount(0);
        follow(page, "Next");
        assertThat(page.locator("#found")).hasText("21 to 21.");
        page.reload();
        assertThat(supervisor.rows()).hasCount(1);
        follow(page, "Previous");
        assertThat(supervisor.rows()).hasCount(20);

        assertThat(supervisor.search("paged 7")).containsText("paged-07");
        assertThat(supervisor.search("O'Paged")).hasCount(20);
        // Above the supervisor, and somebody with a quotation mark, which Keycloak's search takes for syntax.
        assertThat(supervisor.search("\"\\")).hasCount(0);
        assertThat(supervisor.search(supervisor.person().userName())).hasCount(0);
        assertThat(page.locator("#found")).hasText("Nobody is found.");
        page.navigate(portal.url("/people?person=" + supervisor.person().id()));
        assertThat(page.getByRole(AriaRole.ALERT)).hasText("You do not look after this person.");
    }

    @Test
    void aLongAddressDoesNotMakeThePageScrollSideways(
            KeycloakUnderTest keycloak, People people, Portal portal, Browsers browsers) {
        String address = "maximiliane.hohenlohe@contact-center.example.com";
        UserRepresentation user = NewUsers.user(address, one -> {
            one.setEmail(address);
            one.setGroups(List.of("/agents"));
        });
        NewUsers.add(keycloak, user);
        PeoplePage supervisor = PeoplePage.ofSupervisor(keycloak, people, portal, browsers);
        Page page = supervisor.page();

        assertThat(supervisor.search(address)).containsText("Active until ");
        for (int width : new int[] {1024, 700}) {
            page.setViewportSize(width, 800);
            assertThat((Integer) page.evaluate("document.documentElement.scrollWidth"))
                    .isLessThanOrEqualTo(width);
        }
    }

    @Test
    void aPasswordIsIssuedAgainAfterAQuestionAndSignInsStay(
            KeycloakUnderTest keycloak, People people, Portal portal, Browsers browsers) {
        Person person = people.withPassword(People.PASSWORD);
        Device theirs = browsers.newDevice().open(portal.url("/")).signIn(person.userName(), People.PASSWORD);
        theirs.awaitPortal(portal.url("/"));
        PeoplePage supervisor = PeoplePage.ofSupervisor(keycloak, people, portal, browsers);
        supervisor.open(person).press("Issue a temporary password");
        PageLook.isFinishedToo(supervisor.device(), "people-issue");
        supervisor.press("Cancel");
        assertThat(TemporaryPasswordCalls.state(keycloak, person)).containsEntry("state", "none");

        supervisor
                .press("Issue a temporary password")
                .box()
                .getByText("Random.")
                .click();
        supervisor.press("Issue").page().locator(".password").waitFor();
        String random = supervisor.password();
        assertThat(random).hasSize(16);
        assertThat(supervisor.page().locator("main")).containsText("Active until");
        assertThat(TemporaryPasswordCalls.directGrant(keycloak, person.userName(), People.PASSWORD))
                .isEqualTo("Invalid user credentials");
        follow(theirs.page(), "People");
        theirs.awaitPortal(portal.url("/people"));

        supervisor.page().goBack();
        assertThat(supervisor.page().locator("dialog")).hasCount(0);
        supervisor.page().goForward();
        supervisor
                .press("Issue it again")
                .press("Issue")
                .page()
                .locator(".password")
                .waitFor();
        assertThat(supervisor.password()).isEqualTo(person.temporaryPassword());
        // A browser may keep the page to come back to as it was.
        supervisor.page().evaluate("dispatchEvent(new PageTransitionEvent('pagehide', { persisted: true }))");
        assertThat(supervisor.page().locator("dialog")).hasCount(0);
        assertThat(supervisor.everything()).doesNotContain(random, person.temporaryPassword());
    }

    @Test
    void whoseSignInsAreEndedIsAtTheSignInPage(
            KeycloakUnderTest keycloak, People people, Portal portal, Browsers browsers) {
        Person person = people.withPassword(People.PASSWORD);
        Device theirs = browsers.newDevice().open(portal.url("/")).signIn(person.userName(), People.PASSWORD);
        theirs.awaitPortal(portal.url("/"));
        keycloak.lockOut(
                person, () -> TemporaryPasswordCalls.directGrant(keycloak, person.userName(), "Wr0ng-password"));
        PeoplePage supervisor = PeoplePage.ofSupervisor(keycloak, people, portal, browsers);
        supervisor.open(person);
        assertThat(supervisor.page().locator("main tbody tr")).containsText("127.0.0.1portal");
        assertThat(supervisor.page().getByRole(AriaRole.ALERT)).containsText("after too many wrong passwords.");
        PageLook.isFinishedToo(supervisor.device(), "people-person");

        supervisor.press("Unlock");
        assertThat(supervisor.said()).hasText("Mara Quist can try again.");
        assertThat(TemporaryPasswordCalls.directGrant(keycloak, person.userName(), People.PASSWORD))
                .isEmpty();

        supervisor.press("End all sign-ins").press("End all sign-ins");
        assertThat(supervisor.said()).hasText("All sign-ins of Mara Quist are ended.");
        assertThat(supervisor.page().getByText("None at the moment.")).isVisible();
        follow(theirs.page(), "Reports");
        theirs.awaitSignInPage();
    }

    @Test
    void anAgentSeesNobodyAndIsToldWhy(People people, Portal portal, Browsers browsers) {
        Person agent = people.withPassword(People.PASSWORD);
        Device device = browsers.newDevice().open(portal.url("/people")).signIn(agent.userName(), People.PASSWORD);
        Page page = device.awaitPortal(portal.url("/people")).page();
        assertThat(page.locator("main")).containsText("Mara Quist");
        assertThat(page.locator("main"))
                .containsText("for those who look after others: supervisors, managers and administrators.");
        assertThat(page.locator(".people, form, main button")).hasCount(0);
        page.navigate(portal.url("/people?add"));
        assertThat(page.locator("main")).containsText("There is no group to which you may add people.");
        page.navigate(portal.url("/people?person=" + agent.id()));
        assertThat(page.getByRole(AriaRole.ALERT)).hasText("You do not look after this person.");
    }

    private static void follow(Page page, String link) {
        page.getByRole(AriaRole.LINK, new Page.GetByRoleOptions().setName(link)).click();
    }
}
