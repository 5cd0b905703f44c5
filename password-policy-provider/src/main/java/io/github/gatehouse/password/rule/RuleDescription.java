package io.github.gatehouse.password.rule;

/**
 * What a page has to know to check a rule while somebody types. {@code js/gatehouse-password-rules-….js} holds the
 * twin of every rule; a test compares the two.
 *
 * @param id name of the twin there
 * @param setting the rule's one setting, as the twin takes it
 */
public record RuleDescription(String id, String setting) {}
