package io.github.gatehouse.it.support;

import java.util.Locale;

/**
 * A person made for one test.
 *
 * @param id the user's id in Keycloak
 * @param email null when the person has none
 */
public record Person(String id, String userName, String firstName, String lastName, String phone, String email) {

    /** What the document's formula gives for this person. */
    public String temporaryPassword() {
        return firstName.charAt(0) + lastName.substring(0, 1).toLowerCase(Locale.ROOT) + phone + "!!";
    }
}
