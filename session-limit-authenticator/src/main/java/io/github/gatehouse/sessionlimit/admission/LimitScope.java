package io.github.gatehouse.sessionlimit.admission;

/** Whose sign-ins a cap counts. Each cap holds on its own, so the tightest wins. */
public enum LimitScope {
    /** Those of one user that have one client. */
    CLIENT("client"),
    /** All of one user. */
    USER("user"),
    /** All of a realm, whoever's they are. */
    REALM("realm");

    private final String id;

    LimitScope(String id) {
        this.id = id;
    }

    /** The word in the detail {@code limit_scope} of events. Never changes. */
    public String id() {
        return id;
    }
}
