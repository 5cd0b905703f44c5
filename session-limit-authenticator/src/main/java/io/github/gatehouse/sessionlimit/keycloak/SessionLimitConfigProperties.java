package io.github.gatehouse.sessionlimit.keycloak;

import static io.github.gatehouse.sessionlimit.keycloak.SessionLimitConfig.AT_LIMIT;
import static io.github.gatehouse.sessionlimit.keycloak.SessionLimitConfig.AT_LIMIT_WITHOUT_PAGE;
import static io.github.gatehouse.sessionlimit.keycloak.SessionLimitConfig.CLIENT_LIMIT;
import static io.github.gatehouse.sessionlimit.keycloak.SessionLimitConfig.DEFAULTS;
import static io.github.gatehouse.sessionlimit.keycloak.SessionLimitConfig.REALM_LIMIT;
import static io.github.gatehouse.sessionlimit.keycloak.SessionLimitConfig.USER_LIMIT;

import io.github.gatehouse.sessionlimit.admission.AtLimit;
import java.util.List;
import org.keycloak.provider.ProviderConfigProperty;
import org.keycloak.provider.ProviderConfigurationBuilder;

/** How the Admin Console shows the settings of the step. */
final class SessionLimitConfigProperties {

    static final List<ProviderConfigProperty> ALL = ProviderConfigurationBuilder.create()
            .property()
            .name(USER_LIMIT)
            .label("Sign-ins per user")
            .helpText("How many sign-ins of one user may be live at once. 0 means any number.")
            .type(ProviderConfigProperty.INTEGER_TYPE)
            .defaultValue(String.valueOf(DEFAULTS.userLimit()))
            .add()
            .property()
            .name(CLIENT_LIMIT)
            .label("Sign-ins per user and client")
            .helpText("How many sign-ins of one user may have the same client at once. 0 means any number.")
            .type(ProviderConfigProperty.INTEGER_TYPE)
            .defaultValue(String.valueOf(DEFAULTS.clientLimit()))
            .add()
            .property()
            .name(REALM_LIMIT)
            .label("Sign-ins in the realm")
            .helpText("How many sign-ins of all users of the realm may be live at once. 0 means any number. At this"
                    + " limit only sign-ins of the same user can end; without any, the new one is refused.")
            .type(ProviderConfigProperty.INTEGER_TYPE)
            .defaultValue(String.valueOf(DEFAULTS.realmLimit()))
            .add()
            .property()
            .name(AT_LIMIT)
            .label("At the limit")
            .helpText("ask: the person chooses which sign-ins to end. end-oldest: the least recently used ones end."
                    + " deny: the new sign-in is refused.")
            .type(ProviderConfigProperty.LIST_TYPE)
            .options(AtLimit.ASK.id(), AtLimit.END_OLDEST.id(), AtLimit.DENY.id())
            .defaultValue(DEFAULTS.atLimit().id())
            .add()
            .property()
            .name(AT_LIMIT_WITHOUT_PAGE)
            .label("At the limit, without page")
            .helpText("The same where no page can be shown, as in the direct grant.")
            .type(ProviderConfigProperty.LIST_TYPE)
            .options(AtLimit.DENY.id(), AtLimit.END_OLDEST.id())
            .defaultValue(DEFAULTS.atLimitWithoutPage().id())
            .add()
            .build();

    private SessionLimitConfigProperties() {}
}
