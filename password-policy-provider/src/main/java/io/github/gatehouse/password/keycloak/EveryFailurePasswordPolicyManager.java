package io.github.gatehouse.password.keycloak;

import io.github.gatehouse.password.keycloak.RealmPasswordPolicies.Failure;
import io.github.gatehouse.password.keycloak.credential.TemporaryPasswords;
import jakarta.enterprise.context.ContextNotActiveException;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.ModelException;
import org.keycloak.models.RealmModel;
import org.keycloak.models.UserModel;
import org.keycloak.policy.DefaultPasswordPolicyManagerProvider;
import org.keycloak.policy.PasswordPolicyManagerProvider;
import org.keycloak.policy.PolicyError;
import org.keycloak.services.ErrorResponseException;

/**
 * Reports every rule that a new password breaks, at once and in the realm's order, at every way a password is set.
 *
 * <p>Keycloak asks it before it hashes and stores a password. A realm that names none of this bundle's policies gets
 * stock Keycloak's answer: the first failure in its own order. A temporary password may not become the new one in any
 * realm.
 */
final class EveryFailurePasswordPolicyManager implements PasswordPolicyManagerProvider {

    /** The person reads this key in the title of the Admin Console's message, so it is an English phrase. */
    private static final String NOT_MET = "passwordRulesNotMet";

    private static final String TOO_LONG = "passwordTooLong";
    private static final String NOT_TEXT = "passwordNotText";
    private static final String SAME_AS_TEMPORARY = "passwordSameAsTemporary";

    /** In code points. Longer ones are refused before any hash is made: hashing megabytes is a way to stall a server. */
    private static final int LONGEST_PASSWORD = 1024;

    private final KeycloakSession session;
    private final PasswordPolicyManagerProvider stock;

    EveryFailurePasswordPolicyManager(KeycloakSession session) {
        this.session = session;
        this.stock = new DefaultPasswordPolicyManagerProvider(session);
    }

    @Override
    public PolicyError validate(RealmModel realm, UserModel user, String password) {
        RealmPasswordPolicies policies = new RealmPasswordPolicies(session, realm);
        if (!policies.nameOneOfOurs()) {
            PolicyError error = stock.validate(realm, user, password);
            return error != null
                    ? error
                    : sameAsTemporary(realm, user, password).findFirst().orElse(null);
        }
        Optional<PolicyError> unfit = unfit(password);
        if (unfit.isPresent()) {
            return refuse(user.getUsername(), List.of(unfit.get()));
        }
        Stream<PolicyError> failures =
                policies.failures(user, password, Set.of()).stream().map(Failure::error);
        return refuse(
                user.getUsername(),
                Stream.concat(failures, sameAsTemporary(realm, user, password)).toList());
    }

    @Override
    public PolicyError validate(String userName, String password) {
        RealmPasswordPolicies policies =
                new RealmPasswordPolicies(session, session.getContext().getRealm());
        if (!policies.nameOneOfOurs()) {
            return stock.validate(userName, password);
        }
        Optional<PolicyError> unfit = unfit(password);
        if (unfit.isPresent()) {
            return refuse(userName, List.of(unfit.get()));
        }
        return refuse(
                userName,
                policies.failuresAtRegistration(userName, password).stream()
                        .map(Failure::error)
                        .toList());
    }

    /** What is wrong with a password that nothing else may look at: it cannot, or should not, be hashed. */
    private static Optional<PolicyError> unfit(String password) {
        // Two units at most make a code point: megabytes are refused without being counted.
        if (password.length() > 2 * LONGEST_PASSWORD
                || password.codePointCount(0, password.length()) > LONGEST_PASSWORD) {
            return Optional.of(new PolicyError(TOO_LONG, String.valueOf(LONGEST_PASSWORD)));
        }
        // Half a surrogate pair, which JSON can carry: hashing it throws, and stock says something about old passwords.
        return StandardCharsets.UTF_8.newEncoder().canEncode(password)
                ? Optional.empty()
                : Optional.of(new PolicyError(NOT_TEXT));
    }

    private Stream<PolicyError> sameAsTemporary(RealmModel realm, UserModel user, String password) {
        return TemporaryPasswords.isCurrent(session, realm, user, password)
                ? Stream.of(new PolicyError(SAME_AS_TEMPORARY))
                : Stream.empty();
    }

    private PolicyError refuse(String userName, List<PolicyError> failures) {
        if (failures.isEmpty()) {
            return null;
        }
        PasswordTexts.answerInTheAdministratorsLanguage(session);
        Import running = runningImport();
        if (failures.size() == 1 && running == Import.NONE) {
            return failures.get(0);
        }
        // Each way of setting a password formats one key in a language of its own, so several are put together here.
        // They are a parameter and not the key: the Admin REST API would read an apostrophe in a key as a quote.
        PasswordTexts texts = new PasswordTexts(session);
        String all = failures.stream()
                .map(failure -> texts.text(failure.getMessage(), failure.getParameters()))
                .collect(Collectors.joining("\n"));
        return switch (running) {
            case NONE -> new PolicyError(NOT_MET, all);
            // Anything but this is a status 500 there, without a word about whose password it is (keycloak#52310).
            case PARTIAL ->
                throw new ErrorResponseException(NOT_MET, userName + ":\n" + all, Response.Status.BAD_REQUEST);
            // The start prints the message of the exception as it is, and no key.
            case AT_START ->
                throw new ModelException("The password of " + userName + " in the imported file breaks a rule: " + all);
        };
    }

    /** The ways on which nobody sees a page, so that the person whose password it is has to be named. */
    private enum Import {
        NONE,
        PARTIAL,
        AT_START
    }

    private Import runningImport() {
        try {
            UriInfo address = session.getContext().getHttpRequest().getUri();
            if (address == null) {
                return Import.AT_START; // So in 26.5.
            }
            return address.getPath().endsWith("/partialImport") ? Import.PARTIAL : Import.NONE;
        } catch (ContextNotActiveException noRequest) {
            return Import.AT_START;
        }
    }

    @Override
    public void close() {}
}
