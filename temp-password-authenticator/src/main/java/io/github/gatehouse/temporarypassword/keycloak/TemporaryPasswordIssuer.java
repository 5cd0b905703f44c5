package io.github.gatehouse.temporarypassword.keycloak;

import io.github.gatehouse.password.keycloak.PasswordTexts;
import io.github.gatehouse.password.keycloak.RealmPasswordPolicies;
import io.github.gatehouse.password.keycloak.RealmPasswordPolicies.Failure;
import io.github.gatehouse.password.keycloak.credential.PasswordChangedMail;
import io.github.gatehouse.temporarypassword.TemporaryPasswordMark;
import io.github.gatehouse.temporarypassword.TemporaryPasswordMode;
import io.github.gatehouse.temporarypassword.formula.FormulaPassword;
import io.github.gatehouse.temporarypassword.random.RandomPassword;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.keycloak.common.util.MultivaluedHashMap;
import org.keycloak.common.util.Time;
import org.keycloak.credential.CredentialProvider;
import org.keycloak.credential.PasswordCredentialProvider;
import org.keycloak.credential.PasswordCredentialProviderFactory;
import org.keycloak.credential.hash.PasswordHashProvider;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.PasswordPolicy;
import org.keycloak.models.RealmModel;
import org.keycloak.models.UserModel;
import org.keycloak.models.credential.PasswordCredentialModel;
import org.keycloak.storage.StorageId;

/** Makes temporary passwords and gives them to users of one realm. */
final class TemporaryPasswordIssuer {

    /** Where the realm keeps the phone number; has to be declared in its user profile. */
    private static final String PHONE_NUMBER = "phoneNumber";

    /** So often a random password is made anew where the realm has rules of its own. */
    private static final int TRIES = 2_000;

    private static final SecureRandom RANDOM = new SecureRandom();

    private final KeycloakSession session;
    private final RealmModel realm;
    private final RealmPasswordPolicies policies;

    TemporaryPasswordIssuer(KeycloakSession session, RealmModel realm) {
        this.session = session;
        this.realm = realm;
        this.policies = new RealmPasswordPolicies(session, realm);
    }

    /**
     * A password that could be issued, or why there is none.
     *
     * @param value the password in clear, or null where there is none
     * @param missing parts of the formula that the user lacks
     * @param broken ids of the policies that the password would break
     */
    record Draft(String value, List<String> missing, List<String> broken) {

        boolean isUsable() {
            return value != null && broken.isEmpty();
        }

        /**
         * Why there is none, for whoever asked for it; English, as Admin REST's errors are.
         *
         * @param mode how it should have been made
         */
        String reason(TemporaryPasswordMode mode) {
            if (mode == TemporaryPasswordMode.RANDOM) {
                return "No random password keeps every rule of the realm.";
            }
            return missing.isEmpty()
                    ? "The password would break rules of the realm. A random one may keep them."
                    : "The user lacks what the password is made from.";
        }

        /** Says what is wrong, never the password. */
        @Override
        public String toString() {
            return "Draft[missing=" + missing + ", broken=" + broken + "]";
        }
    }

    /** Whether the user's password is Keycloak's own affair, and the user a person who signs in with one. */
    boolean isForUs(UserModel user) {
        return StorageId.isLocalStorage(user.getId())
                && user.getFederationLink() == null
                && user.getServiceAccountClientLink() == null
                && session.users()
                        .getFederatedIdentitiesStream(realm, user)
                        .findAny()
                        .isEmpty();
    }

    /** Makes a password that keeps every rule of the realm but those about earlier passwords. Changes nothing. */
    Draft draft(UserModel user, TemporaryPasswordMode mode) {
        return switch (mode) {
            case FORMULA -> formula(user);
            case RANDOM -> random(user);
        };
    }

    private Draft formula(UserModel user) {
        FormulaPassword formula =
                FormulaPassword.of(user.getFirstName(), user.getLastName(), user.getFirstAttribute(PHONE_NUMBER));
        return formula.value() == null ? new Draft(null, formula.missing(), List.of()) : checked(user, formula.value());
    }

    private Draft random(UserModel user) {
        Draft closest = checked(user, RandomPassword.make(RANDOM));
        for (int tried = 1; tried < TRIES && !closest.isUsable(); tried++) {
            // What the realm's other rules ask for may be rare where all types are mixed alike.
            Draft draft = checked(user, RandomPassword.makeUneven(RANDOM));
            if (draft.broken().size() < closest.broken().size()) {
                closest = draft;
            }
        }
        return closest;
    }

    private Draft checked(UserModel user, String password) {
        List<String> broken = policies.failures(user, password, RealmPasswordPolicies.ABOUT_EARLIER_PASSWORDS).stream()
                .map(Failure::policyId)
                .toList();
        return new Draft(password, List.of(), broken);
    }

    /**
     * Gives the user the drafted password, from now on for the realm's life time. Replaces the one there is; a temporary
     * one without a trace, an ordinary one as any change does, so that it stays in the history.
     *
     * @param draft a usable one
     */
    TemporaryPasswordMark issue(UserModel user, Draft draft, TemporaryPasswordMode mode) {
        Instant now = TemporaryPasswordExtension.now().truncatedTo(ChronoUnit.SECONDS);
        TemporaryPasswordMark mark = new TemporaryPasswordMark(
                mode, now, now.plus(TemporaryPasswordSettings.of(realm).lifeTime()));
        PasswordCredentialModel password = hashed(draft.value(), mark);
        Optional<PasswordCredentialModel> earlier = stored(user);
        user.addRequiredAction(UserModel.RequiredAction.UPDATE_PASSWORD);
        if (earlier.flatMap(TemporaryPasswordExtension::mark).isPresent()) {
            // Not through the provider: it would put each temporary password into the history, and issuing a few
            // times would push the real ones out of it.
            password.setId(earlier.get().getId());
            user.credentialManager().updateStoredCredential(password);
        } else {
            // Always the same id for a first one: the database then refuses the second of two at the same instant.
            password.setId(
                    UUID.nameUUIDFromBytes(("temporary password of " + user.getId()).getBytes(StandardCharsets.UTF_8))
                            .toString());
            passwordProvider().createCredential(realm, user, password);
        }
        // Who has only ever been given temporary ones has changed nothing, and no other could have.
        if (earlier.isPresent()
                && earlier.flatMap(TemporaryPasswordExtension::mark).isEmpty()) {
            PasswordChangedMail.tellOwner(session, realm, user);
        }
        return mark;
    }

    /** The user's password as stored, temporary or not. */
    Optional<PasswordCredentialModel> stored(UserModel user) {
        return Optional.ofNullable(passwordProvider().getPassword(realm, user));
    }

    private PasswordCredentialModel hashed(String value, TemporaryPasswordMark mark) {
        PasswordPolicy policy = realm.getPasswordPolicy();
        PasswordHashProvider hash = policy.getHashAlgorithm() == null
                ? session.getProvider(PasswordHashProvider.class)
                : session.getProvider(PasswordHashProvider.class, policy.getHashAlgorithm());
        PasswordCredentialModel plain = hash.encodedCredential(value, policy.getHashIterations());
        MultivaluedHashMap<String, String> parameters =
                new MultivaluedHashMap<>(plain.getPasswordCredentialData().getAdditionalParameters());
        parameters.putAll(mark.toParameters());
        PasswordCredentialModel marked = PasswordCredentialModel.createFromValues(
                plain.getPasswordCredentialData().getAlgorithm(),
                plain.getPasswordSecretData().getSalt(),
                plain.getPasswordCredentialData().getHashIterations(),
                parameters,
                plain.getPasswordSecretData().getValue());
        // To the millisecond, unlike the mark: history is ordered by it.
        marked.setCreatedDate(Time.currentTimeMillis());
        marked.setUserLabel(new PasswordTexts(session)
                .text("temporaryPasswordLabel", mark.expiresAt().toString()));
        return marked;
    }

    private PasswordCredentialProvider passwordProvider() {
        return (PasswordCredentialProvider)
                session.getProvider(CredentialProvider.class, PasswordCredentialProviderFactory.PROVIDER_ID);
    }
}
