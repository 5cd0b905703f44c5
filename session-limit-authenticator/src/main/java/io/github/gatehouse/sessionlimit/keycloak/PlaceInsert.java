package io.github.gatehouse.sessionlimit.keycloak;

import io.github.gatehouse.sessionlimit.admission.PendingSignIn;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** The statement by which {@link SignInTables} hold a place, and the values of its question marks. */
final class PlaceInsert {

    private final SignInTables tables;
    private final PendingSignIn place;

    PlaceInsert(SignInTables tables, PendingSignIn place) {
        this.tables = tables;
        this.place = place;
    }

    String always() {
        return insert("values (?, ?, ?, ?, ?, ?, ?, ?)");
    }

    List<Object> values() {
        return Arrays.asList(
                place.id(),
                tables.scope.key(),
                tables.realm.getId(),
                tables.userId,
                place.parked(),
                place.started().getEpochSecond(),
                place.expires().getEpochSecond(),
                SignInTables.joined(place.replaces()));
    }

    /**
     * If there surely is one. Sessions that are over count until Keycloak deletes them: so many are counted in an index
     * alone. The sign-in's own session and place are asked for apart: together with the others, PostgreSQL would look at
     * all that were given up since its last vacuum.
     *
     * @param andFrom what else has to have a row, with a comma before it; empty for nothing
     */
    String ifFree(String andFrom) {
        String kept = tables.live.fromKept();
        return insert("select ?, ?, ?, ?, ?, ?, ?, ? from (select count(*) as n" + kept + SignInTables.OF_USER
                + tables.ofClient() + ") kept, (select count(*) as n,"
                + " count(case when p.EXPIRES_ON <= ? then 1 end) as expired from " + tables.places
                + " p where p.LIMIT_SCOPE = ? and p.USER_ID = ? and p.REALM_ID = ?) held" + andFrom
                + " where kept.n + held.n < ? and held.expired = 0"
                + " and not exists (select 1" + kept + " and s.USER_SESSION_ID = ?)"
                + " and not exists (select 1 from " + tables.places
                + " p where p.SESSION_ID = ? and p.LIMIT_SCOPE = ?)");
    }

    List<Object> valuesIfFree(int limit, Instant now) {
        String realm = tables.realm.getId();
        String scope = tables.scope.key();
        List<Object> values = new ArrayList<>(values());
        values.addAll(List.of(realm, tables.userId));
        values.addAll(tables.valuesOfClient());
        values.addAll(List.of(now.getEpochSecond(), scope, tables.userId, realm, limit));
        values.addAll(List.of(realm, place.id(), place.id(), scope));
        return values;
    }

    private String insert(String rows) {
        return "insert into " + tables.places
                + " (SESSION_ID, LIMIT_SCOPE, REALM_ID, USER_ID, PARKED, STARTED_ON, EXPIRES_ON, REPLACES) " + rows;
    }
}
