package io.github.gatehouse.temporarypassword.keycloak;

import io.github.gatehouse.temporarypassword.TemporaryPasswordMode;
import java.time.Duration;
import java.util.Optional;
import org.keycloak.models.PasswordPolicy;
import org.keycloak.models.RealmModel;

/**
 * A realm's settings for temporary passwords: the one reader of its two policies.
 *
 * @param mode how they are made, or empty where the realm does not ask for temporary passwords
 * @param lifeTime how long one can be used
 */
record TemporaryPasswordSettings(Optional<TemporaryPasswordMode> mode, Duration lifeTime) {

    static TemporaryPasswordSettings of(RealmModel realm) {
        PasswordPolicy policy = realm.getPasswordPolicy();
        String mode = policy.getPolicyConfig(TemporaryPasswordModePolicyProviderFactory.PROVIDER_ID);
        Integer hours = policy.getPolicyConfig(TemporaryPasswordHoursPolicyProviderFactory.PROVIDER_ID);
        return new TemporaryPasswordSettings(
                TemporaryPasswordMode.byId(mode),
                Duration.ofHours(hours == null ? TemporaryPasswordHoursPolicyProviderFactory.DEFAULT_HOURS : hours));
    }
}
