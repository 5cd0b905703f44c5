package io.github.gatehouse.it.support;

import java.net.http.HttpResponse;
import java.time.Duration;
import org.keycloak.admin.client.Keycloak;
import org.keycloak.admin.client.resource.RealmResource;

/** The stock Keycloak with the shipped jars and the shipped realm, however it runs. */
public abstract class KeycloakUnderTest implements AutoCloseable {

    /** The realm of the shipped file. */
    public static final String REALM = "contact-center";

    static final String ADMIN = "admin";
    static final String ADMIN_PASSWORD = "admin";

    private Keycloak admin;

    /** Address as browsers see it, without a slash at the end. */
    public abstract String baseUrl();

    /** Everything that the server has printed so far. */
    public abstract String logText();

    @Override
    public abstract void close();

    /** Admin REST as the first realm admin of the realm {@code master}. */
    public synchronized Keycloak admin() {
        if (admin == null) {
            admin = Keycloak.getInstance(baseUrl(), "master", ADMIN, ADMIN_PASSWORD, "admin-cli");
        }
        return admin;
    }

    /** Admin REST of the shipped realm. */
    public RealmResource realm() {
        return realm(REALM);
    }

    /** Admin REST of another realm. */
    public RealmResource realm(String name) {
        return admin().realm(name);
    }

    /** Address of the shipped realm: {@code …/realms/contact-center}. */
    public String realmUrl() {
        return baseUrl() + "/realms/" + REALM;
    }

    /** Asks for tokens of the shipped realm: name, value, name, value. */
    public HttpResponse<String> tokens(String... fields) {
        return Http.post(realmUrl() + "/protocol/openid-connect/token", fields);
    }

    /** Waits until so many wrong passwords count against somebody: Keycloak counts in a thread of its own. */
    public void awaitWrongPasswords(Person person, int number) {
        Waiting.until(
                number + " wrong passwords of " + person.userName(),
                Duration.ofSeconds(20),
                () -> Integer.valueOf(number)
                        .equals(realm().attackDetection()
                                .bruteForceUserStatus(person.id())
                                .get("numFailures")));
    }

    /**
     * Locks somebody out. Keycloak counts no wrong password that comes while it still writes down the one before, so it
     * takes more than the realm's number of them, the quicker they come the more.
     *
     * @param wrongPassword sends one
     */
    public void lockOut(Person person, Runnable wrongPassword) {
        Waiting.until("locked out: " + person.userName(), Duration.ofSeconds(20), () -> {
            wrongPassword.run();
            return Boolean.TRUE.equals(
                    realm().attackDetection().bruteForceUserStatus(person.id()).get("disabled"));
        });
    }

    /** The admin's tokens carry times of the server's clock; after it was moved they are asked for anew. */
    synchronized void forgetAdminTokens() {
        if (admin != null) {
            admin.close();
            admin = null;
        }
    }
}
