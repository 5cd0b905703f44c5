package io.github.gatehouse.it;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.microsoft.playwright.Page;
import io.github.gatehouse.it.support.Browsers;
import io.github.gatehouse.it.support.Device;
import io.github.gatehouse.it.support.Http;
import io.github.gatehouse.it.support.KeycloakUnderTest;
import io.github.gatehouse.it.support.People;
import io.github.gatehouse.it.support.Person;
import io.github.gatehouse.it.support.SignInTest;
import jakarta.ws.rs.BadRequestException;
import jakarta.ws.rs.core.Response;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.keycloak.admin.client.CreatedResponseUtil;
import org.keycloak.admin.client.Keycloak;
import org.keycloak.admin.client.resource.UserResource;
import org.keycloak.representations.idm.GroupRepresentation;
import org.keycloak.representations.idm.RoleRepresentation;
import org.keycloak.representations.idm.UserRepresentation;

/** Exceptions from the cap by the attribute {@code sessionLimit}; each counts from the next sign-in on. */
@SignInTest
class SessionLimitExceptionsIT {

    private static final String ATTRIBUTE = "sessionLimit";
    /** More than any cap of these tests. */
    private static final int MANY = 6;

    private final KeycloakUnderTest keycloak;
    private final CappedRealm cap;
    private final Person person;
    private final List<String> groups = new ArrayList<>();
    private final List<String> roles = new ArrayList<>();

    SessionLimitExceptionsIT(KeycloakUnderTest keycloak, People people) {
        this.keycloak = keycloak;
        this.cap = new CappedRealm(keycloak);
        this.person = people.withPassword(People.PASSWORD);
    }

    @BeforeEach
    void prepare() {
        cap.prepare();
    }

    @AfterEach
    void asShipped() {
        groups.forEach(id -> keycloak.realm().groups().group(id).remove());
        roles.forEach(name -> keycloak.realm().roles().deleteRole(name));
        cap.asShipped();
    }

    @Test
    void theUsersOwnGoesBeforeThatOfAGroupBeforeThatOfARoleBeforeTheSetting() {
        assertThat(signInsUntilRefused()).isEqualTo(3);
        giveRole(role("1"));
        assertThat(signInsUntilRefused()).isEqualTo(1);
        join(group("4"));
        assertThat(signInsUntilRefused()).isEqualTo(4);
        setOwn("2");
        assertThat(signInsUntilRefused()).isEqualTo(2);
        setOwn("5");
        assertThat(signInsUntilRefused()).isEqualTo(5);
        setOwn(null);
        assertThat(signInsUntilRefused()).isEqualTo(4);
    }

    @Test
    void ofSeveralGroupsTheLargestHoldsAndZeroIsTheLargest() {
        join(group("1"));
        join(group("4"));
        join(group("2"));
        assertThat(signInsUntilRefused()).isEqualTo(4);
        join(group("0"));
        assertThat(signInsUntilRefused()).isEqualTo(MANY);
    }

    @Test
    void aGroupHasThatOfTheGroupItIsInUnlessItHasOneOfItsOwn() {
        String outer = group("1");
        String inner = add("inner", null, outer);
        join(inner);
        assertThat(signInsUntilRefused()).isEqualTo(1);
        GroupRepresentation changed = keycloak.realm().groups().group(inner).toRepresentation();
        changed.setAttributes(Map.of(ATTRIBUTE, List.of("4")));
        keycloak.realm().groups().group(inner).update(changed);
        assertThat(signInsUntilRefused()).isEqualTo(4);
    }

    @Test
    void ofSeveralRolesTheLargestHoldsAlsoOfThoseInARoleOrOfAGroup() {
        giveRole(role("1"));
        assertThat(signInsUntilRefused()).isEqualTo(1);
        String whole = role(null);
        keycloak.realm().roles().get(whole).addComposites(List.of(representation(role("2"))));
        giveRole(whole);
        assertThat(signInsUntilRefused()).isEqualTo(2);
        String group = group(null);
        keycloak.realm().groups().group(group).roles().realmLevel().add(List.of(representation(role("4"))));
        join(group);
        assertThat(signInsUntilRefused()).isEqualTo(4);
    }

    @Test
    void zeroForOneUserIsNoCapForHim() {
        setOwn("0");

        assertThat(signInsUntilRefused()).isEqualTo(MANY);
    }

    @Test
    void aValueOfAGroupOrRoleThatIsNoNumberIsSaidOnceAndPassedOver() {
        String group = group("three");
        String role = role("-1");
        join(group);
        giveRole(role);

        assertThat(signInsUntilRefused()).isEqualTo(3);

        assertThat(keycloak.logText().lines().filter(line -> line.contains("WARN")))
                .filteredOn(line -> line.contains("Attribute sessionLimit of group " + group))
                .singleElement()
                .asString()
                .contains("'three'", "not a whole number from 0");
        assertThat(keycloak.logText().lines())
                .filteredOn(line -> line.contains(
                        "Attribute sessionLimit of role " + representation(role).getId()))
                .hasSize(1);
        giveRole(role("2"));
        assertThat(signInsUntilRefused()).isEqualTo(2);
    }

    @ParameterizedTest
    @ValueSource(strings = {"three", "-1", "2.5", "100001"})
    void aValueOfAUserThatIsNoNumberIsNotStored(String value) {
        setOwn("2");

        assertThatThrownBy(() -> setOwn(value))
                .isInstanceOfSatisfying(
                        BadRequestException.class,
                        refusal -> assertThat(refusal.getResponse().readEntity(String.class))
                                .contains("\"field\":\"sessionLimit\"", "errorMessage"));

        assertThat(ownValue()).containsExactly("2");
    }

    @Test
    void theAdminConsoleSaysWhatIsWrongWithIt(Browsers browsers) {
        Device admin = browsers.newDevice();
        Page page = admin.open(keycloak.baseUrl() + "/admin/master/console/#/contact-center/users/" + person.id()
                        + "/settings")
                .page();
        admin.signIn("admin", "admin");

        page.getByLabel("Sign-ins at once").fill("three");
        page.getByTestId("user-creation-save").click();

        assertThat(page.getByTestId("sessionLimit-helper")).containsText("'sessionLimit' is invalid number.");
        admin.screenshot("admin-console-session-limit");
        assertThat(ownValue()).isEmpty();
        page.getByLabel("Sign-ins at once").fill("7");
        page.getByTestId("user-creation-save").click();
        page.getByText("The user has been saved").first().waitFor();
        assertThat(ownValue()).containsExactly("7");
    }

    @Test
    void aSupervisorSetsThatOfAnAgent(People people) {
        Person supervisor = people.withPassword(People.PASSWORD);
        keycloak.realm().users().get(supervisor.id()).leaveGroup(groupNamed("agents"));
        keycloak.realm().users().get(supervisor.id()).joinGroup(groupNamed("supervisors"));
        try (Keycloak asSupervisor = Keycloak.getInstance(
                keycloak.baseUrl(), KeycloakUnderTest.REALM, supervisor.userName(), People.PASSWORD, "portal-cli")) {
            UserResource agent =
                    asSupervisor.realm(KeycloakUnderTest.REALM).users().get(person.id());
            UserRepresentation changed = agent.toRepresentation();
            changed.getAttributes().put(ATTRIBUTE, List.of("1"));
            agent.update(changed);
        }

        assertThat(ownValue()).containsExactly("1");
        assertThat(signInsUntilRefused()).isEqualTo(1);
    }

    @Test
    void nobodySeesOrSetsHisOwn() {
        setOwn("2");
        String token = cap.grant(person).body().replaceFirst("(?s).*\"access_token\":\"([^\"]+)\".*", "$1");

        HttpResponse<String> account = account("GET", token, null);
        assertThat(account.statusCode()).isEqualTo(200);
        assertThat(account.body()).contains("\"agentId\"").doesNotContain(ATTRIBUTE);
        String changed = account.body().replaceFirst("\"attributes\":\\{", "\"attributes\":{\"sessionLimit\":[\"9\"],");
        assertThat(changed).contains("\"9\"");
        HttpResponse<String> answer = account("POST", token, changed);

        assertThat(answer.statusCode()).as(answer.body()).isBetween(200, 499);
        assertThat(ownValue()).containsExactly("2");
    }

    /** How many sign-ins in a row are let in, of {@link #MANY} at most; all of them are ended first. */
    private int signInsUntilRefused() {
        cap.signOutEverywhere(person);
        for (int i = 0; i < MANY; i++) {
            HttpResponse<String> answer = cap.grant(person);
            if (answer.statusCode() != 200) {
                assertThat(answer.body()).contains("invalid_grant");
                assertThat(cap.sessions(person)).hasSize(i);
                return i;
            }
        }
        return MANY;
    }

    private void setOwn(String value) {
        UserRepresentation user = keycloak.realm().users().get(person.id()).toRepresentation();
        user.getAttributes().put(ATTRIBUTE, value == null ? List.of() : List.of(value));
        keycloak.realm().users().get(person.id()).update(user);
    }

    private List<String> ownValue() {
        return keycloak.realm()
                .users()
                .get(person.id())
                .toRepresentation()
                .getAttributes()
                .getOrDefault(ATTRIBUTE, List.of());
    }

    /** Makes a group; null: without the attribute. */
    private String group(String limit) {
        String id = add("limit " + limit + " " + groups.size(), limit, null);
        groups.add(id);
        return id;
    }

    private String add(String name, String limit, String parent) {
        GroupRepresentation group = new GroupRepresentation();
        group.setName(name);
        group.setAttributes(limit == null ? Map.of() : Map.of(ATTRIBUTE, List.of(limit)));
        try (Response response = parent == null
                ? keycloak.realm().groups().add(group)
                : keycloak.realm().groups().group(parent).subGroup(group)) {
            return CreatedResponseUtil.getCreatedId(response);
        }
    }

    private String groupNamed(String name) {
        return keycloak.realm().getGroupByPath("/" + name).getId();
    }

    private void join(String group) {
        keycloak.realm().users().get(person.id()).joinGroup(group);
    }

    /** Makes a role; null: without the attribute. */
    private String role(String limit) {
        String name = "limit " + limit + " " + roles.size();
        RoleRepresentation role = new RoleRepresentation();
        role.setName(name);
        keycloak.realm().roles().create(role);
        roles.add(name);
        if (limit != null) {
            RoleRepresentation made = representation(name);
            made.setAttributes(Map.of(ATTRIBUTE, List.of(limit)));
            keycloak.realm().roles().get(name).update(made);
        }
        return name;
    }

    private RoleRepresentation representation(String role) {
        return keycloak.realm().roles().get(role).toRepresentation();
    }

    private void giveRole(String role) {
        keycloak.realm().users().get(person.id()).roles().realmLevel().add(List.of(representation(role)));
    }

    private HttpResponse<String> account(String method, String token, String body) {
        return Http.send(Http.json(method, keycloak.realmUrl() + "/account/", token, body)
                .header("Accept", "application/json"));
    }
}
