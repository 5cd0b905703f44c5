package io.github.gatehouse.it;

import java.util.List;

/** Who tries something, or to whom it is done: by groups and by realm admin's rights. */
enum Rank {
    AGENT("agents"),
    SUPERVISOR("supervisors"),
    MANAGER("managers"),
    ADMINISTRATOR("administrators"),
    AGENT_AND_SUPERVISOR("agents", "supervisors"),
    AGENT_AND_ADMINISTRATOR("agents", "administrators"),
    IN_NO_GROUP(),
    REALM_ADMIN(),
    REALM_ADMIN_AMONG_AGENTS("agents"),
    REALM_ADMIN_AMONG_ADMINISTRATORS("administrators"),
    SERVICE_ACCOUNT();

    private static final List<String> GROUPS = List.of("agents", "supervisors", "managers", "administrators");

    private final List<String> groups;

    Rank(String... groups) {
        this.groups = List.of(groups);
    }

    /** Those who try something: whose rights come from the realm file. */
    static List<Rank> actors() {
        return List.of(AGENT, SUPERVISOR, MANAGER, ADMINISTRATOR, AGENT_AND_SUPERVISOR, IN_NO_GROUP);
    }

    List<String> groups() {
        return groups;
    }

    boolean isRealmAdmin() {
        return name().startsWith("REALM_ADMIN");
    }

    /** The groups in which this one may add people. */
    List<String> mayManage() {
        int height = height();
        return height < 1 ? List.of() : GROUPS.subList(0, height == GROUPS.size() - 1 ? GROUPS.size() : height);
    }

    /** Whether this one may do to that one what belongs to the job. */
    boolean mayManage(Rank other) {
        return !other.isRealmAdmin() && !other.groups.isEmpty() && mayManage().containsAll(other.groups);
    }

    private int height() {
        return groups.stream().mapToInt(GROUPS::indexOf).max().orElse(-1);
    }
}
