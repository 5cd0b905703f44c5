package io.github.gatehouse.sessionlimit.keycloak;

import io.github.gatehouse.sessionlimit.admission.LimitOverride;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;
import java.util.stream.Stream;
import org.jboss.logging.Logger;
import org.keycloak.models.GroupModel;
import org.keycloak.models.RoleModel;
import org.keycloak.models.UserModel;
import org.keycloak.models.utils.RoleUtils;

/**
 * The cap of one user: his attribute {@code sessionLimit}; without one that of his groups, then that of his roles, of
 * several the largest; then the setting of the step. A value that is no whole number from 0 is said in the log once and
 * passed over.
 */
final class UserLimit {

    static final String ATTRIBUTE = "sessionLimit";

    private static final Logger LOG = Logger.getLogger(UserLimit.class);

    /** Values that were complained about; the oldest are forgotten, and said again if they are still there. */
    private static final Set<String> SAID =
            Collections.synchronizedSet(Collections.newSetFromMap(new LinkedHashMap<>() {
                private static final long serialVersionUID = 1L;

                @Override
                protected boolean removeEldestEntry(Map.Entry<String, Boolean> eldest) {
                    return size() > 1000;
                }
            }));

    private UserLimit() {}

    /** @param setting what holds without an exception; 0: any number */
    static int of(UserModel user, int setting) {
        OptionalInt ofUser = largest(user.getAttributeStream(ATTRIBUTE), "user", user.getId());
        if (ofUser.isPresent()) {
            return ofUser.getAsInt();
        }
        OptionalInt ofGroups = LimitOverride.largest(user.getGroupsStream().flatMap(UserLimit::ofGroup));
        if (ofGroups.isPresent()) {
            return ofGroups.getAsInt();
        }
        return LimitOverride.largest(
                        RoleUtils.getDeepUserRoleMappings(user).stream().flatMap(UserLimit::ofRole))
                .orElse(setting);
    }

    /** The group's own; without one that of the group it is in, as with everything that Keycloak's groups carry. */
    private static Stream<Integer> ofGroup(GroupModel group) {
        List<Integer> own = numbers(group.getAttributeStream(ATTRIBUTE), "group", group.getId())
                .toList();
        return own.isEmpty() && group.getParent() != null ? ofGroup(group.getParent()) : own.stream();
    }

    private static Stream<Integer> ofRole(RoleModel role) {
        return numbers(role.getAttributeStream(ATTRIBUTE), "role", role.getId());
    }

    private static OptionalInt largest(Stream<String> values, String kind, String id) {
        return LimitOverride.largest(numbers(values, kind, id));
    }

    private static Stream<Integer> numbers(Stream<String> values, String kind, String id) {
        return values.flatMap(value -> {
            OptionalInt number = LimitOverride.number(value);
            if (number.isEmpty() && SAID.add(kind + " " + id + " " + value)) {
                LOG.warnf(
                        "Attribute %s of %s %s is '%s', which is not a whole number from 0; it is passed over."
                                + " Correct it in the Admin Console.",
                        ATTRIBUTE, kind, id, value);
            }
            return number.stream().boxed();
        });
    }
}
