<#-- Replaces theme/base/login/login-reset-password.ftl of Keycloak 26.7.3, for the label: the name may be an agent ID. -->
<#import "template.ftl" as layout>
<#import "user-name-label.ftl" as userNameLabel>
<#assign wrong = messagesPerField.existsError("username")>
<@layout.registrationLayout displayMessage=!wrong; section>
  <#if section = "header">
    ${msg("emailForgotTitle")}
  <#elseif section = "form">
    <p class="muted">${msg("gatehouseForgotIntroduction")}</p>
    <form id="kc-reset-password-form" action="${url.loginAction}" method="post">
      <label for="username"><@userNameLabel.text/></label>
      <input id="username" class="${properties.kcInputClass!}" name="username" value="${auth.attemptedUsername!}" type="text" dir="ltr"
          autocomplete="username" autocapitalize="off" spellcheck="false" autofocus
          <#if wrong>aria-invalid="true" aria-describedby="input-error-username"</#if>>
      <#if wrong>
        <span id="input-error-username" class="${properties.kcInputErrorMessageClass!}">${kcSanitize(messagesPerField.get("username"))?no_esc}</span>
      </#if>
      <div class="${properties.kcFormButtonsClass!}">
        <button class="${properties.kcButtonClass!} ${properties.kcButtonPrimaryClass!}">${msg("doSubmit")}</button>
      </div>
    </form>
    <p class="other-ways"><a href="${url.loginUrl}">${msg("backToLogin")}</a></p>
  </#if>
</@layout.registrationLayout>
