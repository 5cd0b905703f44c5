<#--
  What login.ftl and login-username.ftl share; `nameOnly` is without the password.
  Attributes set by the step sign-in-form, all optional: `rememberName` shows the box, `login.rememberMe` ticks it
  (Keycloak's script for passkeys sends "off" for a box without a tick),
  `focusPassword` puts the cursor into the password field, `agentIdAllowed` changes the label, `acknowledgementField`
  knows the name of the box under the notice: whoever asks for it has to draw the box, because the step then wants it
  ticked.
  The step sign-in-organization sets the first and `agentIdAllowed` for the page without a password, and `rememberedName`
  for a field that has no other name, which ticks the box.
-->
<#import "template.ftl" as layout>
<#import "passkeys.ftl" as passkeys>
<#import "user-name-label.ftl" as userNameLabel>
<#assign wrong = messagesPerField.existsError("username", "password")>
<#assign nameShown = !usernameHidden??>
<#assign acknowledgement = (acknowledgementField??)?then(layout.realmText("signInNoticeAcknowledgement"), "")>
<#assign leftOut = acknowledgement?has_content && messagesPerField.existsError("acknowledgement")>
<#assign focusPassword = !nameOnly && ((focusPassword!false) || !nameShown)>
<#assign box = nameShown && (rememberName!realm.rememberMe)>
<@layout.registrationLayout displayMessage=!leftOut displayInfo=realm.password && realm.registrationAllowed && !registrationDisabled??; section>
  <#if section = "header">
    ${msg("loginAccountTitle")}
  <#elseif section = "form">
    <#if realm.password>
      <form id="kc-form-login" action="${url.loginAction}" method="post">
        <#if nameShown>
          <label for="username"><@userNameLabel.text/></label>
          <input id="username" class="${properties.kcInputClass!}" name="username" value="${login.username!(rememberedName!)}" type="text" dir="ltr"
              autocomplete="${(enableWebAuthnConditionalUI?has_content)?then("username webauthn", "username")}"
              autocapitalize="off" spellcheck="false"
              <#if wrong>aria-invalid="true" aria-describedby="gatehouse-message"</#if><#if !focusPassword> autofocus</#if>>
        </#if>
        <#if !nameOnly>
          <label for="password">${msg("password")}</label>
          <div class="${properties.kcInputGroup!}" dir="ltr">
            <input id="password" class="${properties.kcInputClass!}" name="password" type="password" autocomplete="current-password"
                <#if wrong>aria-invalid="true" aria-describedby="gatehouse-message"</#if><#if focusPassword> autofocus</#if>>
            <button class="${properties.kcFormPasswordVisibilityButtonClass!}" type="button" aria-controls="password" data-password-toggle>${msg("gatehouseShow")}</button>
          </div>
        </#if>
        <#if !nameOnly || box>
          <div class="row">
            <#if box>
              <label class="check"><input id="rememberMe" name="rememberMe" type="checkbox"<#if rememberedName?? || (login.rememberMe!"off") != "off"> checked</#if>> <#if rememberName??>${msg("gatehouseRememberMe")}<#else>${msg("rememberMe")}</#if></label>
            </#if>
            <#if !nameOnly && realm.resetPasswordAllowed>
              <a id="gatehouse-forgot" class="forgot<#if focusPassword || wrong> shown</#if>" href="${url.loginResetCredentialsUrl}">${msg("doForgotPassword")}</a>
            </#if>
          </div>
        </#if>
        <#if acknowledgement?has_content>
          <label class="check"><input id="acknowledgement" name="${acknowledgementField.get()}" type="checkbox" required
              aria-describedby="gatehouse-notice<#if leftOut> input-error-acknowledgement</#if>"<#if leftOut> aria-invalid="true"</#if>> <span dir="auto">${kcSanitize(acknowledgement)?no_esc}</span></label>
          <#if leftOut>
            <span id="input-error-acknowledgement" class="${properties.kcInputErrorMessageClass!}" role="alert">${kcSanitize(messagesPerField.get("acknowledgement"))?no_esc}</span>
          </#if>
        </#if>
        <input type="hidden" id="id-hidden-input" name="credentialId"<#if auth.selectedCredential?has_content> value="${auth.selectedCredential}"</#if>>
        <button class="${properties.kcButtonClass!} ${properties.kcButtonPrimaryClass!}" name="login" id="kc-login">${msg("doLogIn")}</button>
      </form>
      <#if !nameOnly && realm.resetPasswordAllowed>
        <#-- Carries the typed name, and never the password, to the forgot-password page. -->
        <form id="gatehouse-forgot-form" action="${url.loginResetCredentialsUrl}" method="post" hidden>
          <input type="hidden" name="username">
        </form>
      </#if>
    </#if>
    <@passkeys.conditionalUIData />
  <#elseif section = "info">
    <#if realm.password && realm.registrationAllowed && !registrationDisabled??>
      <p id="kc-registration">${msg("noAccount")} <a href="${url.registrationUrl}">${msg("doRegister")}</a></p>
    </#if>
  <#elseif section = "socialProviders">
    <#if realm.password && social?? && social.providers?has_content>
      <div id="kc-social-providers">
        <h2>${msg("identity-provider-login-label")}</h2>
        <ul class="${properties.kcFormSocialAccountListClass!}">
          <#list social.providers as provider>
            <li><a id="social-${provider.alias}" class="${properties.kcFormSocialAccountListButtonClass!}" href="${provider.loginUrl}" data-once-link>${provider.displayName!}</a></li>
          </#list>
        </ul>
      </div>
    </#if>
  </#if>
</@layout.registrationLayout>
