package io.github.gatehouse.password.keycloak;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.gatehouse.password.keycloak.policy.GatehousePasswordPolicyProviderFactory;
import io.github.gatehouse.password.rule.AgentSafeRule;
import io.github.gatehouse.password.rule.CharacterTypesRule;
import io.github.gatehouse.password.rule.ForbiddenCharactersRule;
import io.github.gatehouse.password.rule.MinimumLengthRule;
import io.github.gatehouse.password.rule.NamesRule;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Properties;
import java.util.ServiceLoader;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.keycloak.policy.PasswordPolicyProviderFactory;

class PasswordMessagesTest {

    private final Properties messages = messages();

    @Test
    void everythingThatARuleCanFindHasAText() {
        assertThat(messages.stringPropertyNames())
                .contains(
                        MinimumLengthRule.TOO_SHORT,
                        NamesRule.CONTAINS_NAME,
                        NamesRule.CONTAINS_NAME + ".firstName",
                        NamesRule.CONTAINS_NAME + ".lastName",
                        NamesRule.CONTAINS_NAME + ".userName",
                        CharacterTypesRule.TOO_FEW_TYPES,
                        CharacterTypesRule.TOO_FEW_TYPES + ".upperCase",
                        CharacterTypesRule.TOO_FEW_TYPES + ".lowerCase",
                        CharacterTypesRule.TOO_FEW_TYPES + ".digit",
                        CharacterTypesRule.TOO_FEW_TYPES + ".special",
                        ForbiddenCharactersRule.FORBIDDEN_CHARACTERS,
                        AgentSafeRule.TOO_LONG,
                        AgentSafeRule.NOT_AGENT_SAFE);
    }

    @Test
    void everyPolicyIsExplainedAndHasALineOnThePage() {
        List<String> ids = ServiceLoader.load(PasswordPolicyProviderFactory.class).stream()
                .filter(provider -> GatehousePasswordPolicyProviderFactory.class.isAssignableFrom(provider.type()))
                .map(provider -> provider.get().getId())
                .toList();

        assertThat(ids)
                .containsExactlyInAnyOrder(
                        "minimumLength", "notContainsNames", "characterTypes", "forbiddenCharacters", "agentSafe");
        assertThat(messages.stringPropertyNames())
                .containsAll(ids.stream()
                        .flatMap(id -> Stream.of("passwordPoliciesHelp." + id, "passwordRule." + id))
                        .toList());
    }

    @Test
    void everyRefusalEndsWithAFullStop() {
        assertThat(Stream.of(
                        MinimumLengthRule.TOO_SHORT,
                        NamesRule.CONTAINS_NAME,
                        CharacterTypesRule.TOO_FEW_TYPES,
                        ForbiddenCharactersRule.FORBIDDEN_CHARACTERS,
                        AgentSafeRule.NOT_AGENT_SAFE,
                        "passwordTooLong",
                        "passwordNotText",
                        "passwordSameAsTemporary"))
                .allSatisfy(key -> assertThat(messages.getProperty(key)).endsWith("."));
    }

    private static Properties messages() {
        Properties messages = new Properties();
        try (Reader bundle = new InputStreamReader(
                PasswordMessagesTest.class.getResourceAsStream("/theme-resources/messages/messages_en.properties"),
                StandardCharsets.UTF_8)) {
            messages.load(bundle);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
        return messages;
    }
}
