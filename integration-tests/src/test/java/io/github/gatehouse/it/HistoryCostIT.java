package io.github.gatehouse.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.gatehouse.it.support.KeycloakUnderTest;
import io.github.gatehouse.it.support.LongTest;
import io.github.gatehouse.it.support.OwnKeycloak;
import io.github.gatehouse.it.support.People;
import io.github.gatehouse.it.support.Person;
import io.github.gatehouse.it.support.Tree;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.keycloak.representations.idm.CredentialRepresentation;
import org.keycloak.representations.idm.RealmRepresentation;

/** What a history of 24 costs: a new password is compared with each old hash. Prints the medians. */
@LongTest
class HistoryCostIT {

    private static final int HISTORY = 24;
    private static final int MEASURED = 15;

    private int count;

    /** Ten times as long as by counting the hashes would be another defect than a busy machine. */
    @ParameterizedTest
    @CsvSource({"argon2, ''", "pbkdf2-sha512, ' and hashAlgorithm(pbkdf2-sha512)'"})
    void aChangeWithAFullHistoryCostsNoMoreThanItsHashes(String hash, String policy) {
        try (OwnKeycloak keycloak = OwnKeycloak.withTheBundle("history-cost")
                .startAtFullSpeed(Tree.root().resolve("realm-export.json"))) {
            RealmRepresentation realm = keycloak.realm().toRepresentation();
            realm.setPasswordPolicy(realm.getPasswordPolicy() + policy);
            keycloak.realm().update(realm);
            Person veteran = keycloak.people().withPassword(People.PASSWORD);
            for (int i = 0; i < HISTORY; i++) {
                change(keycloak, veteran);
            }
            List<Duration> first = new ArrayList<>();
            List<Duration> full = new ArrayList<>();
            for (int i = 0; i < MEASURED; i++) {
                first.add(change(keycloak, keycloak.people().withPassword(People.PASSWORD)));
                full.add(change(keycloak, veteran));
            }

            Duration without = median(first);
            Duration with = median(full);
            System.out.printf(
                    "Change of a password, %s, median of %d: %d ms after one password, %d ms after %d%n",
                    hash, MEASURED, without.toMillis(), with.toMillis(), HISTORY);
            assertThat(with).isGreaterThan(without).isLessThan(without.multipliedBy(10L * HISTORY));
        }
    }

    private Duration change(KeycloakUnderTest keycloak, Person person) {
        CredentialRepresentation password = new CredentialRepresentation();
        password.setType(CredentialRepresentation.PASSWORD);
        password.setValue("Summer%" + ++count);
        password.setTemporary(false);
        Instant began = Instant.now();
        keycloak.realm().users().get(person.id()).resetPassword(password);
        return Duration.between(began, Instant.now());
    }

    private static Duration median(List<Duration> times) {
        return times.stream().sorted().toList().get(times.size() / 2);
    }
}
