package io.github.gatehouse.password.rule;

import java.util.List;

/**
 * What a rule has found wrong with a password, without words.
 *
 * @param code stable name of the finding; also the key of its text
 * @param parameters values for the text, in order. A number or a string is shown as it is; a list holds codes of its
 *     own, whose texts have the keys {@code <code>.<entry>}
 */
public record RuleViolation(String code, List<Object> parameters) {

    static RuleViolation of(String code, Object... parameters) {
        return new RuleViolation(code, List.of(parameters));
    }
}
