package io.github.gatehouse.password.keycloak.credential;

import io.github.gatehouse.password.keycloak.RealmPasswordPolicies;
import org.keycloak.authentication.FormContext;
import org.keycloak.authentication.forms.RegistrationPassword;
import org.keycloak.forms.login.LoginFormsProvider;

/**
 * Keycloak's password part of the registration form, {@code registration-password-action}, with the realm's rules as
 * lines for the page. The page of the theme {@code gatehouse} shows them; other themes' do not.
 *
 * <p>A realm that names none of this bundle's policies gets stock's form.
 */
public final class ChooseFirstPassword extends RegistrationPassword {

    /** Of two factories of one id the one with the higher number is taken; stock's is 0. */
    @Override
    public int order() {
        return 10;
    }

    @Override
    public void buildPage(FormContext context, LoginFormsProvider form) {
        super.buildPage(context, form);
        if (new RealmPasswordPolicies(context.getSession(), context.getRealm()).nameOneOfOurs()) {
            new PasswordRuleLines(context.getSession(), context.getRealm()).show(form);
        }
    }
}
