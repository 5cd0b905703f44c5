package io.github.gatehouse.password.rule;

/**
 * The names of the person a password is for.
 *
 * @param userName the user name, or null if there is none yet
 * @param firstName the first name, or null
 * @param lastName the last name, or null
 */
public record PasswordOwner(String userName, String firstName, String lastName) {

    /** Somebody nothing is known about: no rule about names can refuse a password of theirs. */
    public static final PasswordOwner UNKNOWN = new PasswordOwner(null, null, null);
}
