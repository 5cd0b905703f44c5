package io.github.gatehouse.temporarypassword.keycloak;

import io.github.gatehouse.password.keycloak.credential.PasswordExtension;
import io.github.gatehouse.password.keycloak.credential.TemporaryPasswordState;
import io.github.gatehouse.temporarypassword.TemporaryPasswordMark;
import java.time.Instant;
import java.util.Optional;
import org.keycloak.common.util.Time;
import org.keycloak.credential.CredentialModel;
import org.keycloak.models.credential.PasswordCredentialModel;

/** Knows a temporary password by its mark. The password jar then lets it in only to be changed. */
final class TemporaryPasswordExtension implements PasswordExtension {

    @Override
    public TemporaryPasswordState temporaryState(CredentialModel password) {
        return mark(password)
                .map(mark -> mark.isExpiredAt(now()) ? TemporaryPasswordState.EXPIRED : TemporaryPasswordState.ACTIVE)
                .orElse(TemporaryPasswordState.NONE);
    }

    /** The mark of a stored password, or empty for an ordinary one. */
    static Optional<TemporaryPasswordMark> mark(CredentialModel password) {
        return TemporaryPasswordMark.canBeIn(password.getCredentialData())
                ? TemporaryPasswordMark.read(PasswordCredentialModel.createFromCredentialModel(password)
                        .getPasswordCredentialData()
                        .getAdditionalParameters())
                : Optional.empty();
    }

    static Instant now() {
        return Instant.ofEpochMilli(Time.currentTimeMillis());
    }
}
