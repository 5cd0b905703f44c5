package io.github.gatehouse.sessionlimit.keycloak;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;

/** A {@link io.github.gatehouse.sessionlimit.admission.PendingSignIn} as it is stored. */
@Entity
@Table(name = "GATEHOUSE_PENDING_SIGN_IN")
public class PendingSignInEntity {

    @Id
    @Column(name = "SESSION_ID", length = 36)
    protected String sessionId;

    @Column(name = "REALM_ID", length = 36)
    protected String realmId;

    @Column(name = "USER_ID")
    protected String userId;

    @Column(name = "PARKED")
    protected boolean parked;

    /** Seconds since 1970, like the next one. */
    @Column(name = "STARTED_ON")
    protected long startedOn;

    @Column(name = "EXPIRES_ON")
    protected long expiresOn;

    /** Ids with a space between them; null: none. */
    @Column(name = "REPLACES")
    protected String replaces;
}
