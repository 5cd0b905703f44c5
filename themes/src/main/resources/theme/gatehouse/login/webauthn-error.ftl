<#-- Replaces theme/base/login/webauthn-error.ftl of Keycloak 26.7.3, whose button works by a script in the page. -->
<#import "template.ftl" as layout>
<@layout.registrationLayout; section>
  <#if section = "header">
    ${kcSanitize(msg("webauthn-error-title"))?no_esc}
  <#elseif section = "form">
    <form id="kc-error-credential-form" action="${url.loginAction}" method="post">
      <input type="hidden" name="authenticationExecution" value="${execution}">
      <input type="hidden" name="isSetRetry" value="retry">
      <button id="kc-try-again" class="${properties.kcButtonClass!} ${properties.kcButtonPrimaryClass!}">${msg("doTryAgain")}</button>
    </form>
    <#if isAppInitiatedAction??>
      <form id="kc-webauthn-settings-form" action="${url.loginAction}" method="post">
        <button id="cancelWebAuthnAIA" class="${properties.kcButtonClass!}" name="cancel-aia" value="true">${msg("doCancel")}</button>
      </form>
    </#if>
  </#if>
</@layout.registrationLayout>
