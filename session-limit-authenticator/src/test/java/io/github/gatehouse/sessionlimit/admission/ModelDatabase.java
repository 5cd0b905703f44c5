package io.github.gatehouse.sessionlimit.admission;

import java.time.Instant;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * The tables of one cap, of one user or of a realm (then ids begin with the user and a colon), in a database that isolates as little as READ COMMITTED does: each statement sees what was
 * committed before it and what its own transaction wrote; a written row and the gate are held until the end of the
 * transaction. A value: copied before every step, compared by its content.
 */
final class ModelDatabase {

    /** What is committed. */
    private final Map<String, LiveSignIn> sessions = new TreeMap<>();

    private final Map<String, PendingSignIn> places = new TreeMap<>();

    /** What the open transactions wrote; a null is a deleted row. */
    private final Map<Integer, Map<String, PendingSignIn>> writtenPlaces = new TreeMap<>();

    private final Map<Integer, Map<String, LiveSignIn>> writtenSessions = new TreeMap<>();
    private int gate = NOBODY;
    /** Who reads and reserves in one statement, and is between the two: until somebody else has held the gate. */
    private final Map<Integer, Boolean> readings = new TreeMap<>();

    private Instant now = Instant.ofEpochSecond(1000);

    static final int NOBODY = -1;

    ModelDatabase copy() {
        ModelDatabase copy = new ModelDatabase();
        copy.sessions.putAll(sessions);
        copy.places.putAll(places);
        writtenPlaces.forEach((by, rows) -> copy.writtenPlaces.put(by, new TreeMap<>(rows)));
        writtenSessions.forEach((by, rows) -> copy.writtenSessions.put(by, new TreeMap<>(rows)));
        copy.gate = gate;
        copy.readings.putAll(readings);
        copy.now = now;
        return copy;
    }

    String content() {
        return sessions + " " + places + " " + writtenPlaces + " " + writtenSessions + " " + gate + " " + readings + " "
                + now.getEpochSecond();
    }

    Instant now() {
        return now;
    }

    void passTime(long seconds) {
        now = now.plusSeconds(seconds);
    }

    void addSession(LiveSignIn session) {
        sessions.put(session.id(), session);
    }

    void addPlace(PendingSignIn place) {
        places.put(place.id(), place);
    }

    Set<String> liveIds() {
        return new TreeSet<>(sessions.keySet());
    }

    Set<String> placeIds() {
        return new TreeSet<>(places.keySet());
    }

    void commit(int by) {
        if (gate == by) {
            readings.clear();
        }
        writtenPlaces.getOrDefault(by, Map.of()).forEach((id, row) -> put(places, id, row));
        writtenSessions.getOrDefault(by, Map.of()).forEach((id, row) -> put(sessions, id, row));
        rollback(by);
    }

    void rollback(int by) {
        writtenPlaces.remove(by);
        writtenSessions.remove(by);
        readings.remove(by);
        if (gate == by) {
            gate = NOBODY;
        }
    }

    private static <T> void put(Map<String, T> rows, String id, T row) {
        if (row == null) {
            rows.remove(id);
        } else {
            rows.put(id, row);
        }
    }

    boolean gateIsFreeFor(int by) {
        return gate == NOBODY || gate == by;
    }

    boolean placeIsFreeFor(int by, String id) {
        return writtenPlaces.entrySet().stream()
                .noneMatch(other -> other.getKey() != by && other.getValue().containsKey(id));
    }

    boolean expiredPlacesAreFreeFor(int by, Instant now) {
        return places.values().stream()
                .filter(place -> !place.expires().isAfter(now))
                .allMatch(place -> placeIsFreeFor(by, place.id()));
    }

    void insertSession(int by, LiveSignIn session) {
        writtenSessions.computeIfAbsent(by, b -> new TreeMap<>()).put(session.id(), session);
    }

    /** What a statement that gets a place at once reads before it is the gate's turn. */
    boolean readAtOnce(int by, String user, PendingSignIn place, int limit, Instant now) {
        boolean free = storeOf(by, user, Set.of()).reserveIfFree(place, limit, now);
        rollback(by);
        readings.put(by, free);
        return free;
    }

    /** The rest of it, once nobody holds the gate: with it nothing is held any more. */
    boolean reserveAtOnce(int by, PendingSignIn place) {
        boolean free = readings.getOrDefault(by, false);
        readings.clear();
        if (free) {
            places.put(place.id(), place);
        }
        return free;
    }

    /**
     * The store as one transaction has it. Every call is one statement.
     *
     * @param user whose own sign-ins it has
     */
    RealmStore storeOf(int by, String user, Set<String> abandoned) {
        return new RealmStore() {
            private boolean isOwn(String id) {
                return id.startsWith(user);
            }

            private Map<String, PendingSignIn> seenPlaces() {
                Map<String, PendingSignIn> seen = new TreeMap<>(places);
                writtenPlaces.getOrDefault(by, Map.of()).forEach((id, row) -> put(seen, id, row));
                return seen;
            }

            private void write(String id, PendingSignIn place) {
                writtenPlaces.computeIfAbsent(by, b -> new TreeMap<>()).put(id, place);
            }

            @Override
            public void lock() {
                gate = by;
            }

            @Override
            public List<PendingSignIn> pending(String own) {
                return seenPlaces().values().stream()
                        .filter(place -> isOwn(place.id()))
                        .toList();
            }

            private Map<String, LiveSignIn> seenSessions() {
                Map<String, LiveSignIn> seen = new TreeMap<>(sessions);
                writtenSessions.getOrDefault(by, Map.of()).forEach((id, row) -> put(seen, id, row));
                return seen;
            }

            @Override
            public int count(String own) {
                return seenSessions().containsKey(own) ? LIVE : live().size();
            }

            @Override
            public List<LiveSignIn> live() {
                return seenSessions().values().stream()
                        .filter(session -> isOwn(session.id()))
                        .toList();
            }

            @Override
            public void announce(PendingSignIn place) {
                if (!seenPlaces().containsKey(place.id())) {
                    write(place.id(), place);
                }
            }

            @Override
            public int occupied() {
                return seenSessions().size() + seenPlaces().size();
            }

            @Override
            public int occupiedByOthers() {
                return (int) (seenSessions().keySet().stream()
                                .filter(id -> !isOwn(id))
                                .count()
                        + othersPlaces()
                                .filter(place -> place.replaces().isEmpty())
                                .count());
            }

            private Stream<PendingSignIn> othersPlaces() {
                return seenPlaces().values().stream().filter(place -> !isOwn(place.id()));
            }

            @Override
            public List<List<String>> replacedByOthers() {
                return othersPlaces()
                        .map(PendingSignIn::replaces)
                        .filter(ids -> !ids.isEmpty())
                        .toList();
            }

            @Override
            public Set<String> liveAmong(Collection<String> ids) {
                Set<String> live = new HashSet<>(seenSessions().keySet());
                live.retainAll(ids);
                return live;
            }

            @Override
            public void dropExpired(Instant by) {
                seenPlaces().values().stream()
                        .filter(place -> !place.expires().isAfter(by))
                        .forEach(place -> write(place.id(), null));
            }

            @Override
            public boolean isAbandoned(PendingSignIn place) {
                return abandoned.contains(place.id());
            }

            @Override
            public boolean reserveIfFree(PendingSignIn place, int limit, Instant by) {
                List<PendingSignIn> held = pending(place.id());
                boolean free = live().size() + held.size() < limit
                        && held.stream().allMatch(each -> each.expires().isAfter(by))
                        && !seenPlaces().containsKey(place.id())
                        && !seenSessions().containsKey(place.id());
                if (free) {
                    write(place.id(), place);
                }
                return free;
            }

            @Override
            public boolean reserveAtOnceIfFree(PendingSignIn place, int limit, Instant by) {
                throw new UnsupportedOperationException("Two steps: readAtOnce and reserveAtOnce");
            }

            @Override
            public void reserve(PendingSignIn place) {
                write(place.id(), place);
            }

            @Override
            public boolean replace(PendingSignIn read, PendingSignIn replacement) {
                if (!read.equals(seenPlaces().get(read.id()))) {
                    return false;
                }
                write(read.id(), replacement);
                return true;
            }

            @Override
            public boolean drop(PendingSignIn read) {
                return replace(read, null);
            }

            @Override
            public boolean renew(String id, Instant expires) {
                return mark(id, false, expires);
            }

            @Override
            public void park(String id, Instant expires) {
                mark(id, true, expires);
            }

            private boolean mark(String id, boolean parked, Instant expires) {
                PendingSignIn place = seenPlaces().get(id);
                if (place != null) {
                    write(id, new PendingSignIn(id, place.started(), parked, expires, place.replaces()));
                }
                return place != null;
            }

            @Override
            public void release(String id) {
                if (seenPlaces().containsKey(id)) {
                    write(id, null);
                }
            }

            @Override
            public boolean take(String id) {
                PendingSignIn place = seenPlaces().get(id);
                if (place == null || !place.replaces().isEmpty()) {
                    return false;
                }
                write(id, null);
                return true;
            }

            @Override
            public void remove(List<String> ids) {
                Map<String, LiveSignIn> rows = writtenSessions.computeIfAbsent(by, b -> new TreeMap<>());
                new HashSet<>(ids).forEach(id -> rows.put(id, null));
            }
        };
    }
}
