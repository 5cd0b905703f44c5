package io.github.gatehouse.password.keycloak.credential;

/** What a stored password is good for. */
public enum TemporaryPasswordState {
    /** An ordinary password, good until it is changed. */
    NONE,
    /** Lets its owner in to choose a new one, and for nothing else. */
    ACTIVE,
    /** No longer lets anybody in. */
    EXPIRED
}
