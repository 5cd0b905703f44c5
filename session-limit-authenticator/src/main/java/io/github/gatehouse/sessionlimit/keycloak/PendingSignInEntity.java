package io.github.gatehouse.sessionlimit.keycloak;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.IdClass;
import jakarta.persistence.Table;
import java.io.Serializable;
import java.util.Objects;

/** A {@link io.github.gatehouse.sessionlimit.admission.PendingSignIn} as it is stored. */
@Entity
@Table(name = "GATEHOUSE_PENDING_SIGN_IN")
@IdClass(PendingSignInEntity.Key.class)
public class PendingSignInEntity {

    @Id
    @Column(name = "SESSION_ID", length = 36)
    protected String sessionId;

    /** {@link SignInScope} of the cap that the place is of. */
    @Id
    @Column(name = "LIMIT_SCOPE", length = 300)
    protected String scope;

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

    /** The primary key, as Jakarta Persistence wants it: with a public constructor without parameters. */
    public static class Key implements Serializable {

        private static final long serialVersionUID = 1L;

        protected String sessionId;
        protected String scope;

        @Override
        public boolean equals(Object other) {
            return other instanceof Key key && key.sessionId.equals(sessionId) && key.scope.equals(scope);
        }

        @Override
        public int hashCode() {
            return Objects.hash(sessionId, scope);
        }
    }
}
