package io.github.gatehouse.sessionlimit.setup;

import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** Whether a realm has the step {@code session-limit} in all the ways to sign in, with the same settings. */
public final class RealmSetUp {

    private RealmSetUp() {}

    /**
     * What is wrong, and what to do about it, in one line.
     *
     * @param ways in the order in which they are to be named
     * @return nothing if nothing is, or if no way has the step: such a realm has no cap
     */
    public static Optional<String> finding(String realm, List<WayToSignIn> ways) {
        List<String> with = ways.stream()
                .filter(WayToSignIn::hasStep)
                .map(WayToSignIn::name)
                .toList();
        if (with.isEmpty()) {
            return Optional.empty();
        }
        List<String> without = ways.stream()
                .filter(way -> way.needsStep() && !way.hasStep())
                .map(WayToSignIn::name)
                .toList();
        String sentences = missing(with, without) + differing(ways);
        return sentences.isEmpty() ? Optional.empty() : Optional.of("Realm " + realm + ":" + sentences);
    }

    private static String missing(List<String> with, List<String> without) {
        return without.isEmpty()
                ? ""
                : " the step session-limit is in " + with.get(0) + ", but not in " + String.join(", ", without)
                        + ". There nobody is asked at the cap, and no page explains a refusal."
                        + " Put the step there, last in the flow (Authentication > Flows; for an identity provider,"
                        + " a flow with it under Identity providers > Post login flow).";
    }

    private static String differing(List<WayToSignIn> ways) {
        String differences = waysByValueBySetting(ways).entrySet().stream()
                .filter(setting -> setting.getValue().size() > 1)
                .map(setting -> setting.getKey() + " is " + listed(setting.getValue()))
                .collect(Collectors.joining("; "));
        return differences.isEmpty()
                ? ""
                : " the settings of the steps session-limit differ: " + differences
                        + ". Of different caps the smallest holds everywhere."
                        + " Let all steps have the same settings (Authentication > Flows, the gear of the step).";
    }

    private static Map<String, Map<String, Set<String>>> waysByValueBySetting(List<WayToSignIn> ways) {
        Map<String, Map<String, Set<String>>> settings = new TreeMap<>();
        for (WayToSignIn way : ways) {
            for (Map<String, String> step : way.steps()) {
                step.forEach((name, value) -> settings.computeIfAbsent(name, none -> new LinkedHashMap<>())
                        .computeIfAbsent(value, none -> new LinkedHashSet<>())
                        .add(way.name()));
            }
        }
        return settings;
    }

    private static String listed(Map<String, Set<String>> waysByValue) {
        return waysByValue.entrySet().stream()
                .map(value -> value.getKey() + " in " + String.join(", ", value.getValue()))
                .collect(Collectors.joining(" but "));
    }
}
