package io.github.gatehouse.sessionlimit.setup;

import java.util.List;
import java.util.Map;

/**
 * A way by which a realm's people can sign in, and what its steps {@code session-limit} are set to.
 *
 * @param name as an administrator finds it in the Admin Console
 * @param needsStep false: nobody misses the step there, but one that is there has to agree with the others
 * @param steps the settings of each step that have an effect on this way, by their names
 */
public record WayToSignIn(String name, boolean needsStep, List<Map<String, String>> steps) {

    public WayToSignIn {
        steps = steps.stream().map(Map::copyOf).toList();
    }

    boolean hasStep() {
        return !steps.isEmpty();
    }
}
