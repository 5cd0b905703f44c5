package io.github.gatehouse.it;

import io.github.gatehouse.it.support.KeycloakUnderTest;
import io.github.gatehouse.it.support.People;
import io.github.gatehouse.it.support.Person;
import io.github.gatehouse.localserver.FormBrowser;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** One sign-in of a person in a browser of its own that only knows forms, from the page to the application's code. */
final class ScriptedSignIn {

    /** Where a sign-in has got to. */
    enum State {
        /** The application has its code, so there is a session. */
        SIGNED_IN,
        /** The page of a refused sign-in. */
        DENIED,
        /** The page that says that it cannot be decided now. */
        BUSY,
        /** The page that asks which sign-ins to end. */
        ASKED,
        /** A page that comes before the session: a forced change, a profile, consent. */
        WAITING,
        /** An error of Keycloak, or the sign-in page again. */
        FAILED,
        /** The server is gone. */
        NO_ANSWER
    }

    static final String REDIRECT_URI = "http://localhost:8081/";

    private static final Pattern TO_END = Pattern.compile("Choose at least (one|\\d+)");
    private static final Pattern TRY_AGAIN = Pattern.compile("<a href=\"([^\"]*/login-actions/authenticate[^\"]*)\"");
    private static final Pattern HEADING =
            Pattern.compile("(?s)<(?:h1|p)\\b[^>]*>(.*?)</(?:h1|p)>|role=\"alert\"[^>]*>(.*?)</div>");
    /** As often as there are sign-ins in a race and more: each that comes in between may take what was chosen. */
    private static final int MOST_CHOICES = 200;

    private final String realmUrl;
    private final String userName;
    private final String password;
    private final String clientId;
    private final Random random;
    private final FormBrowser browser = new FormBrowser();
    private FormBrowser.Answer answer;
    private State state = State.FAILED;

    /**
     * In the shipped realm.
     *
     * @param number of this one among those of a test; decides what it chooses at the cap
     */
    ScriptedSignIn(KeycloakUnderTest keycloak, Person person, String clientId, int number) {
        this(keycloak.realmUrl(), person.userName(), People.PASSWORD, clientId, number);
    }

    /** In any realm. */
    ScriptedSignIn(String realmUrl, String userName, String password, String clientId, int number) {
        this.realmUrl = realmUrl;
        this.userName = userName;
        this.password = password;
        this.clientId = clientId;
        this.random = new Random(number);
    }

    /** Gets the sign-in page; in a browser that has begun a sign-in before, the one of that. */
    ScriptedSignIn open() {
        return open(address(clientId, ""));
    }

    /** The same from another address than that of the application. */
    ScriptedSignIn open(String address) {
        answer = browser.follow(address);
        if (answer.form() == null) {
            throw new IllegalStateException("no sign-in page: " + answer);
        }
        return this;
    }

    /** Sends name and password. */
    State send() {
        return post(List.of("username", userName, "password", password));
    }

    /**
     * Sends name and password and, as long as it is asked, chooses as many sign-ins to end as have to, and tries again
     * while others are just signing in.
     */
    State sendAndChoose() {
        send();
        for (int i = 0; i < MOST_CHOICES && (state == State.ASKED || state == State.BUSY); i++) {
            if (state == State.ASKED) {
                choose();
            } else {
                tryAgain();
            }
        }
        return state;
    }

    /** From the page on, again where Keycloak has an error of its own for those who come at once. */
    State signIn() {
        for (int i = 0; i < MOST_CHOICES; i++) {
            open().sendAndChoose();
            while (state == State.WAITING) {
                finish();
            }
            if (state != State.FAILED) {
                break;
            }
        }
        return state;
    }

    /** Does what the page asks for that comes before the session, and what follows it. */
    State finish() {
        List<String> fields = new ArrayList<>();
        if (!answer.values("password-new").isEmpty()) {
            fields.addAll(List.of("password-new", password, "password-confirm", password));
        } else if (!answer.values("accept").isEmpty()) {
            fields.addAll(List.of("accept", "yes", "code", String.join("", answer.values("code"))));
        } else {
            for (String name : List.of("username", "email", "firstName", "lastName", "phoneNumber")) {
                answer.values(name).forEach(value -> fields.addAll(List.of(name, value)));
            }
        }
        return post(fields);
    }

    /** Follows the link of the page that says that it cannot be decided now. */
    State tryAgain() {
        Matcher link = TRY_AGAIN.matcher(answer.body());
        if (!link.find()) {
            throw new IllegalStateException("no link: " + saw());
        }
        answer = browser.follow(link.group(1).replace("&amp;", "&"));
        state = stateOf(answer);
        return state;
    }

    /** Opens another client in the same browser. */
    State goOnTo(String client) {
        answer = browser.follow(address(client, ""));
        state = stateOf(answer);
        return state;
    }

    boolean isOn(KeycloakUnderTest keycloak) {
        return realmUrl.startsWith(keycloak.baseUrl());
    }

    /** Whether an application that asks without showing a page gets a code. */
    boolean isSignedInStill() {
        return isSignedInStill(clientId);
    }

    /** The same for another client. */
    boolean isSignedInStill(String client) {
        String location = browser.open(address(client, "&prompt=none")).location();
        return location != null && location.contains("code=");
    }

    /** Signs out, as an application without tokens does: Keycloak asks whether it is meant. */
    void signOut() {
        FormBrowser.Answer asked = browser.follow(realmUrl + "/protocol/openid-connect/logout");
        List<String> code = asked.values("session_code");
        FormBrowser.Answer out = browser.send(
                asked.form(), List.of("session_code", code.isEmpty() ? "" : code.get(0), "confirmLogout", "yes"));
        if (out.status() >= 400) {
            throw new IllegalStateException("not signed out: " + out);
        }
        state = State.FAILED;
    }

    State state() {
        return state;
    }

    /** What came last, in a line: the status, and where it leads or what the page says above all. */
    String saw() {
        if (state == State.NO_ANSWER) {
            return "nothing";
        }
        String text = answer.location() != null
                ? answer.location()
                : HEADING.matcher(answer.body())
                        .results()
                        .map(heading -> (heading.group(1) == null ? heading.group(2) : heading.group(1))
                                .replaceAll("<[^>]*>|\\s+", " ")
                                .strip())
                        .filter(heading -> !heading.isEmpty())
                        .collect(Collectors.joining(" / "));
        return answer.status() + " " + text;
    }

    /** The ids of the sign-ins that it may choose to end. */
    List<String> choices() {
        return answer.values("end");
    }

    /** Chooses as many as have to end, any of them. */
    State choose() {
        Matcher toEnd = TO_END.matcher(answer.body());
        if (!toEnd.find()) {
            throw new IllegalStateException("does not say how many: " + answer.body());
        }
        int number = toEnd.group(1).equals("one") ? 1 : Integer.parseInt(toEnd.group(1));
        List<String> choices = new ArrayList<>(choices());
        Collections.shuffle(choices, random);
        List<String> fields = new ArrayList<>();
        choices.stream().limit(number).forEach(choice -> fields.addAll(List.of("end", choice)));
        return post(fields);
    }

    private State post(List<String> fields) {
        try {
            answer = browser.send(answer.form(), fields);
            if (answer.location() != null && answer.location().startsWith(realmUrl)) {
                answer = browser.follow(answer.location());
            }
            state = stateOf(answer);
        } catch (FormBrowser.NoAnswer e) {
            state = State.NO_ANSWER;
        }
        return state;
    }

    private static State stateOf(FormBrowser.Answer answer) {
        if (answer.location() != null) {
            return answer.location().contains("code=") ? State.SIGNED_IN : State.FAILED;
        }
        if (answer.status() == 403) {
            return State.DENIED;
        }
        if (answer.status() == 503 && TRY_AGAIN.matcher(answer.body()).find()) {
            return State.BUSY;
        }
        if (answer.status() != 200) {
            return State.FAILED;
        }
        if (!answer.values("end").isEmpty()) {
            return State.ASKED;
        }
        String form = answer.form();
        boolean waits = form != null && (form.contains("/required-action") || form.contains("/consent"));
        return waits ? State.WAITING : State.FAILED;
    }

    private String address(String client, String parameters) {
        return FormBrowser.authorization(realmUrl, client, REDIRECT_URI, parameters);
    }
}
