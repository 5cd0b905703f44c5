package io.github.gatehouse.sessionlimit.keycloak;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.IdClass;
import jakarta.persistence.Table;
import java.io.Serializable;
import java.util.Objects;

/** The row that whoever decides about a user's sign-ins locks. Its content never changes. */
@Entity
@Table(name = "GATEHOUSE_SIGN_IN_GATE")
@IdClass(SignInGateEntity.Key.class)
public class SignInGateEntity {

    @Id
    @Column(name = "REALM_ID", length = 36)
    protected String realmId;

    @Id
    @Column(name = "USER_ID")
    protected String userId;

    /** The primary key, as Jakarta Persistence wants it: with a public constructor without parameters. */
    public static class Key implements Serializable {

        private static final long serialVersionUID = 1L;

        protected String realmId;
        protected String userId;

        @Override
        public boolean equals(Object other) {
            return other instanceof Key key && key.realmId.equals(realmId) && key.userId.equals(userId);
        }

        @Override
        public int hashCode() {
            return Objects.hash(realmId, userId);
        }
    }
}
