package io.github.gatehouse.it;

import static io.github.gatehouse.it.RealmWithPeople.OLD_PASSWORD;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.gatehouse.it.support.Browsers;
import io.github.gatehouse.it.support.Device;
import io.github.gatehouse.it.support.LongTest;
import io.github.gatehouse.it.support.OwnKeycloak;
import io.github.gatehouse.it.support.Person;
import io.github.gatehouse.it.support.ServerClock;
import io.github.gatehouse.it.support.SignInTest;
import io.github.gatehouse.it.support.Tree;
import io.github.gatehouse.localserver.FormBrowser;
import io.github.gatehouse.localserver.StartFailure;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.keycloak.representations.idm.RealmRepresentation;

/**
 * The way of {@code docs/operating.md}, on one database and in its order: a realm with fifty people takes the bundle in,
 * works with it, loses the jars by mistake, gets them back, and takes the bundle out for good.
 */
@LongTest
@SignInTest
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class ExistingRealmIT {

    private static final String NOT_SET_UP = "Account is not fully set up";
    private static final String WRONG = "Invalid user credentials";
    private static final String ADDED_POLICY = "minimumLength(10) and notContainsNames(3) and characterTypes(3)"
            + " and forbiddenCharacters(# $ * / @) and passwordHistory(24) and temporaryPasswordMode(formula)"
            + " and temporaryPasswordHours(72) and digits(1) and hashAlgorithm(pbkdf2-sha256) and hashIterations(1)";
    /** Somebody with more sign-ins than the cap allows, made before there was one. */
    private static final String OVER_THE_CAP = RealmWithPeople.name(2);

    private static OwnKeycloak keycloak;
    private static RealmWithPeople people;
    private static ApplicationPages pages;
    private static OperatingScripts scripts;
    private static String sessionFromBefore;
    private static Person forced;
    private static Person late;
    private static Set<String> namesWithTheBundle;

    @BeforeAll
    static void makeTheRealm() {
        keycloak = OwnKeycloak.withTheBundle("existing-realm").start(Tree.root().resolve("realm-export.json"));
        people = new RealmWithPeople(keycloak);
        people.make();
        pages = new ApplicationPages(people);
        scripts = new OperatingScripts(keycloak);
    }

    @AfterAll
    static void deleteIt() {
        keycloak.close();
    }

    @Test
    @Order(1)
    void whileTheRealmHasNotAskedForTheBundlePeopleSignInAsBefore(Browsers browsers) {
        for (String name : people.peopleWithPassword()) {
            assertThat(people.refusal(name, OLD_PASSWORD)).as(name).isEmpty();
        }
        Device device = pages.openSignIn(browsers);
        assertThat(device.page().content()).contains("/login/keycloak.v2/").doesNotContain("gatehouse");
        device.signIn(RealmWithPeople.name(1), OLD_PASSWORD);
        pages.awaitSignedIn(device);
        pages.awaitSignedIn(pages.signInAtStaff(browsers));
        for (int i = 0; i < 4; i++) {
            sessionFromBefore = people.grant(OVER_THE_CAP, OLD_PASSWORD)
                    .get("refresh_token")
                    .asText();
        }
    }

    @Test
    @Order(2)
    void theScriptSaysWhatIsWrongAndChangesNothing() {
        scripts.addToRealmWithoutSignIn(RealmWithPeople.REALM)
                .isRefused("Sign in first", "kcadm.sh config credentials");
        scripts.addToRealm("nowhere").isRefused("there is no realm nowhere. There are:", RealmWithPeople.REALM);
        people.leaveHalfAFlow(RealmWithPeople.STAFF, "gatehouse browser", "Ours", "auth-cookie", 10);
        scripts.addToRealm(RealmWithPeople.STAFF).isRefused("the realm has a flow \"gatehouse browser\" of its own");
        assertThat(keycloak.realm(RealmWithPeople.STAFF).groups().groups()).isEmpty();
    }

    @Test
    @Order(3)
    void theScriptGivesTheRealmWhatTheShippedRealmHasAndLeavesTheRest() {
        people.leaveHalfAFlow(
                RealmWithPeople.REALM,
                "gatehouse direct grant",
                "Name and password from an application",
                "temporary-password",
                30);

        OperatingScripts.Run run = scripts.addToRealm(RealmWithPeople.REALM);

        assertThat(run.status()).as(run.output()).isZero();
        assertThat(run.output())
                .contains("browserFlow: acme browser", "passwordPolicy: " + RealmWithPeople.POLICY)
                .contains("identity provider staff", "no mail server", "People need an e-mail address");
        ComparedRealm acme = ComparedRealm.of(people.resource());
        assertThat(acme.flowsOfTheBundle()).hasSize(9);
        assertThat(acme.partOfTheBundle())
                .isEqualTo(ComparedRealm.of(keycloak.realm()).partOfTheBundle());
        assertThat(acme.requiredActions()).startsWith("UPDATE_PASSWORD").endsWith("gatehouse-session-limit");
        assertThat(people.resource().toRepresentation().getPasswordPolicy()).isEqualTo(ADDED_POLICY);
        assertThat(acme.everything()).contains("\"acme.site\":\"Köln\"", "\"Größe\"");
    }

    @Test
    @Order(4)
    void runAgainItChangesNothing() {
        String before = ComparedRealm.of(people.resource()).everything();

        OperatingScripts.Run run = scripts.addToRealm(RealmWithPeople.REALM);

        assertThat(run.output()).contains("none: the realm has all of it.");
        assertThat(ComparedRealm.of(people.resource()).everything()).isEqualTo(before);
    }

    @Test
    @Order(5)
    void peopleSignInThroughTheNewPageWithTheirOldPasswordsAlsoByEmail(Browsers browsers) {
        for (String name : List.of(RealmWithPeople.name(3), RealmWithPeople.name(4) + "@example.com")) {
            Device device = pages.openSignIn(browsers);
            assertThat(device.page().content()).contains("/login/gatehouse/");
            device.signIn(name, OLD_PASSWORD);
            pages.awaitSignedIn(device);
        }
    }

    @Test
    @Order(6)
    void anAgentIdSignsInByEveryStepOfTheSignInAndATakenOneIsRefused() {
        assertThat(people.giveAgentId(RealmWithPeople.name(7), "7007")).isEmpty();
        assertThat(people.giveAgentId(RealmWithPeople.name(8), "7007")).contains("signInNameTaken");
        assertThat(people.giveAgentId(RealmWithPeople.name(8), RealmWithPeople.name(9)))
                .contains("signInNameTaken");

        assertThat(FormSignIn.leadsTo(people.applicationUrl(), "7007", OLD_PASSWORD))
                .contains("code=");
        assertThat(people.refusal("7007", OLD_PASSWORD)).isEmpty();
        // Not a look-alike, which the page shows for an unknown ID.
        assertThat(addressShownFor("7007")).isEqualTo(addressShownFor(RealmWithPeople.name(7)));
        people.resource().users().get(people.id(RealmWithPeople.name(7))).logout();
    }

    @Test
    @Order(7)
    void aNewPersonGetsTheFormulaPasswordAndHasToChangeIt(Browsers browsers) {
        Person added = people.add("newcomer", "5125551212");
        Device device = pages.openSignIn(browsers).signIn(added.userName(), added.temporaryPassword());

        ApplicationPages.chooseNewPassword(device, "weak");
        assertThat(LimitPages.alert(device)).contains("at least 10 characters");
        ApplicationPages.chooseNewPassword(device, "Passw0rd!!");

        pages.awaitSignedIn(device);
    }

    @Test
    @Order(8)
    void signInsFromBeforeGoOnAndTheNextOneIsAskedWhichToEnd(Browsers browsers) {
        assertThat(people.refresh(sessionFromBefore).path("access_token").asText())
                .isNotEmpty();

        Device device = pages.openSignIn(browsers).signIn(OVER_THE_CAP, OLD_PASSWORD);

        assertThat(LimitPages.title(device)).isEqualTo("You are signed in in 5 places already");
        assertThat(LimitPages.choices(device).count()).isEqualTo(5);
    }

    @Test
    @Order(9)
    void whoComesThroughAnIdentityProviderMeetsTheCapToo(Browsers browsers) {
        String id = people.id(RealmWithPeople.name(50));
        people.resource().users().get(id).logout();
        IntStream.range(0, 3).forEach(i -> pages.awaitSignedIn(pages.signInAtStaff(browsers)));

        Device fourth = pages.signInAtStaff(browsers);

        fourth.page().locator("label.gatehouse-choice").first().waitFor();
        assertThat(LimitPages.choices(fourth).count()).isEqualTo(3);
        assertThat(people.resource().users().get(id).getUserSessions()).hasSize(3);
    }

    @Test
    @Order(10)
    void whenTheJarsAreDeletedFirstNobodySignsInUntilTheyAreBack() {
        forced = people.add("forced", "5125550001");
        ServerClock clock = keycloak.clock();
        clock.advance(Duration.ofHours(-80));
        late = people.add("late", "5125550002");
        clock.advance(Duration.ofHours(80));
        namesWithTheBundle = ComparedRealm.namesOnServer(keycloak);

        keycloak.withoutTheBundle();
        assertThat(signsNobodyInWithoutTheJars()).isTrue();
        assertThat(keycloak.logText()).contains("Password policy not found");

        keycloak.withTheBundle().start(Tree.root().resolve("realm-export.json"));
        people.followPort();
        assertThat(people.refusal(RealmWithPeople.name(5), OLD_PASSWORD)).isEmpty();
        assertThat(FormSignIn.leadsTo(people.applicationUrl(), forced.userName(), forced.temporaryPassword()))
                .isEqualTo(FormSignIn.CHOOSES_PASSWORD);
        assertThat(people.refusal(late.userName(), late.temporaryPassword())).isEqualTo(WRONG);
    }

    @Test
    @Order(11)
    void theOtherScriptTakesAllOfItOutOfEveryRealmAndPutsBackWhatWasBound() {
        people.useTheBundleInFlowsAndClientsOfItsOwn();
        RealmRepresentation stricter = new RealmRepresentation();
        stricter.setPasswordPolicy(ADDED_POLICY + " and agentSafe");
        people.resource().update(stricter);

        OperatingScripts.Run run = scripts.removeFromAllRealms();

        assertThat(run.status()).as(run.output()).isZero();
        assertThat(run.output())
                .contains("Realm " + RealmWithPeople.REALM, "Realm contact-center", "Realm master\n  nothing to remove")
                .contains("flow acme direct grant: step sign-in-user-name, replaced by direct-grant-validate-username")
                .contains("step sign-in-form, replaced by auth-username-password-form")
                .contains("step sign-in-organization, replaced by organization")
                .contains(
                        "flow acme reset: step reset-credentials-choose-user-name, replaced by reset-credentials-choose-user")
                .contains("flow acme reset: step reset-credentials-confirm-address")
                .contains("client desk", "identity provider staff")
                .contains("user profile, username: validator gatehouse-sign-in-name")
                .contains("user profile, email: validator gatehouse-sign-in-name")
                .contains("user profile, agentId: validator gatehouse-sign-in-name")
                .contains("user profile, badge: validator gatehouse-sign-in-name");
        assertThat(people.resource()
                        .users()
                        .userProfile()
                        .getConfiguration()
                        .getAttribute(RealmWithPeople.BADGE)
                        .getValidations())
                .containsOnlyKeys("length");
        RealmRepresentation acme = people.resource().toRepresentation();
        assertThat(acme.getPasswordPolicy())
                .isEqualTo("length(10) and passwordHistory(24) and digits(1) and hashAlgorithm(pbkdf2-sha256)"
                        + " and hashIterations(1)");
        assertThat(acme.getBrowserFlow()).isEqualTo(RealmWithPeople.BROWSER_FLOW);
        assertThat(acme.getDirectGrantFlow()).isEqualTo("acme direct grant");
        assertThat(acme.getResetCredentialsFlow()).isEqualTo("acme reset");
        assertThat(acme.getLoginTheme()).isNullOrEmpty();
        assertThat(acme.getAttributes()).containsEntry("acme.site", "Köln");
        assertThat(acme.getAttributes().keySet()).noneMatch(key -> key.startsWith("gatehouse"));
        assertThat(people.resource().users().get(forced.id()).toRepresentation().getAttributes())
                .containsEntry("phoneNumber", List.of(forced.phone()));
        assertThat(keycloak.realm().toRepresentation().getBrowserFlow()).isEqualTo("browser");
        assertThat(scripts.removeFromAllRealms().output().lines().filter("  nothing to remove"::equals))
                .hasSize(4);
    }

    @Test
    @Order(12)
    void withoutTheJarsKeycloakStartsAndAllFiftyPeopleSignIn(Browsers browsers) {
        keycloak.withoutTheBundle().start(null);
        people.followPort();

        for (String name : people.peopleWithPassword()) {
            assertThat(people.refusal(name, OLD_PASSWORD)).as(name).isEmpty();
        }
        Device device = pages.openSignIn(browsers);
        assertThat(device.page().content()).contains("/login/keycloak.v2/").doesNotContain("gatehouse");
        device.signIn(RealmWithPeople.name(6), OLD_PASSWORD);
        pages.awaitSignedIn(device);
        IntStream.range(0, 4).forEach(i -> pages.awaitSignedIn(pages.signInAtStaff(browsers)));
        assertThat(FormSignIn.send(people.kioskSignInUrl(), RealmWithPeople.name(7), OLD_PASSWORD)
                        .location())
                .contains("code=");
        assertThat(people.refusal("7007", OLD_PASSWORD)).isEqualTo(WRONG);
        assertThat(OddInput.forgot(new FormBrowser(), people.applicationUrl(), "7007")
                        .body())
                .contains("kc-reset-password-form");
        assertThat(keycloak.logText()).doesNotContain(" ERROR ");
    }

    @Test
    @Order(13)
    void withoutTheJarsATemporaryPasswordForcesAChangeAndAnExpiredOneWorksAgain(Browsers browsers) {
        for (Person person : List.of(forced, late)) {
            assertThat(people.refusal(person.userName(), person.temporaryPassword()))
                    .isEqualTo(NOT_SET_UP);
            Device device = pages.openSignIn(browsers).signIn(person.userName(), person.temporaryPassword());
            ApplicationPages.chooseNewPassword(device, "another-1pass");
            pages.awaitSignedIn(device);
            assertThat(people.refusal(person.userName(), person.temporaryPassword()))
                    .isEqualTo(WRONG);
        }
    }

    @Test
    @Order(14)
    void noRealmNamesAnythingThatTheJarsHadBrought() {
        Set<String> names = new TreeSet<>(namesWithTheBundle);
        names.removeAll(ComparedRealm.namesOnServer(keycloak));
        assertThat(names)
                .contains("session-limit", "sign-in-form", "minimumLength", "temporaryPasswordHours", "gatehouse")
                .contains("gatehouse-sign-in-name");

        for (RealmRepresentation realm : keycloak.admin().realms().findAll()) {
            String everything =
                    ComparedRealm.of(keycloak.realm(realm.getRealm())).everything();
            for (String name : names) {
                assertThat(everything)
                        .as("realm %s", realm.getRealm())
                        .doesNotContain("\"" + name + "\"")
                        .doesNotContain(name + "(");
            }
        }
    }

    @Test
    @Order(15)
    void theLastCommandRemovesTheTablesThatTheJarsHadMade() {
        keycloak.stop();
        assertThat(keycloak.databaseScript()).contains("GATEHOUSE_SIGN_IN_GATE");

        keycloak.runScript(Tree.root().resolve("operating/remove-tables.sql"));

        assertThat(keycloak.databaseScript()).doesNotContain("GATEHOUSE_");
    }

    private static String addressShownFor(String name) {
        return OddInput.maskedAddress(OddInput.forgot(new FormBrowser(), people.applicationUrl(), name));
    }

    /** Keycloak ends while it starts. 26.5 starts, and fails at the first thing that it is to do in such a realm. */
    private static boolean signsNobodyInWithoutTheJars() {
        try {
            keycloak.start(null);
        } catch (StartFailure ended) {
            return true;
        }
        return !people.refusal(RealmWithPeople.name(5), OLD_PASSWORD).isEmpty();
    }
}
