package io.github.gatehouse.localserver;

import jakarta.ws.rs.core.Response;
import java.util.List;
import java.util.Map;
import org.keycloak.admin.client.resource.RealmResource;
import org.keycloak.representations.idm.ClientRepresentation;
import org.keycloak.representations.idm.UserRepresentation;

/**
 * The people one can sign in as after {@code ./start}. They are made like anybody else, through Admin REST and without a
 * password: what they sign in with is what the bundle itself gives to a new user.
 */
public final class SamplePeople {

    /** One of them; {@code agentId} is null for people who are no agents. */
    public record Sample(
            String userName, String firstName, String lastName, String phone, String group, String agentId) {

        /** The first password, by the document's formula. */
        public String firstPassword() {
            return firstName.charAt(0) + lastName.substring(0, 1).toLowerCase() + phone + "!!";
        }

        String email() {
            return userName + "@example.com";
        }
    }

    /** In the order in which they are shown. */
    public static final List<Sample> ALL = List.of(
            new Sample("jdoe", "John", "Doe", "5125551212", "agents", "1001"),
            new Sample("ssmith", "Sam", "Smith", "5125551213", "supervisors", "1002"),
            new Sample("mlopez", "Maria", "Lopez", "5125551215", "managers", null),
            new Sample("aking", "Ann", "King", "5125551214", "administrators", null));

    private SamplePeople() {}

    /**
     * Makes those who are missing, and enables the client for trying the direct grant.
     *
     * @throws StartFailure when Keycloak refuses one of them
     */
    public static void makeMissing(RealmResource realm) {
        for (Sample sample : ALL) {
            if (realm.users().searchByUsername(sample.userName(), true).isEmpty()) {
                make(realm, sample);
            }
        }
        for (ClientRepresentation client : realm.clients().findByClientId("portal-cli")) {
            client.setEnabled(true);
            realm.clients().get(client.getId()).update(client);
        }
    }

    private static void make(RealmResource realm, Sample sample) {
        UserRepresentation user = new UserRepresentation();
        user.setUsername(sample.userName());
        user.setFirstName(sample.firstName());
        user.setLastName(sample.lastName());
        user.setEmail(sample.email());
        user.setEmailVerified(true);
        user.setEnabled(true);
        user.setGroups(List.of("/" + sample.group()));
        user.setAttributes(
                sample.agentId() == null
                        ? Map.of("phoneNumber", List.of(sample.phone()))
                        : Map.of("phoneNumber", List.of(sample.phone()), "agentId", List.of(sample.agentId())));
        try (Response response = realm.users().create(user)) {
            if (response.getStatus() != 201) {
                throw new StartFailure("Keycloak refused to make the sample user " + sample.userName() + " ("
                        + response.getStatus() + " " + response.readEntity(String.class) + ").");
            }
        }
    }
}
