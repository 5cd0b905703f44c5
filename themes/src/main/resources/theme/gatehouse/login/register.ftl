<#--
  Replaces theme/base/login/register.ftl of Keycloak 26.7.3, to show the realm's password rules: `passwordRules` comes
  from Gatehouse's password jar. Ids and field names are the same.
-->
<#import "template.ftl" as layout>
<#import "user-profile-commons.ftl" as userProfileCommons>
<#import "register-commons.ftl" as registerCommons>
<@layout.registrationLayout displayMessage=messagesPerField.exists("global") displayRequiredFields=true; section>
  <#if section = "header">
    <#if messageHeader??>${kcSanitize(msg(messageHeader))?no_esc}<#else>${msg("registerTitle")}</#if>
  <#elseif section = "form">
    <form id="kc-register-form" action="${url.registrationAction}" method="post">
      <@userProfileCommons.userProfileFormFields; callback, attribute>
        <#-- Under the field for the name one signs in with. -->
        <#if callback = "afterField" && passwordRequired?? && attribute.name == realm.registrationEmailAsUsername?then("email", "username")>
          <@passwordField name="password" label=msg("password") describedBy=(passwordRules!)?has_content?then("password-rules", "")/>
          <#if passwordRules?has_content>
            <#import "password-rules.ftl" as rules>
            <@rules.list field="password" userNameField=attribute.name/>
          </#if>
          <@passwordField name="password-confirm" label=msg("passwordConfirm")/>
        </#if>
      </@userProfileCommons.userProfileFormFields>

      <@registerCommons.termsAcceptance/>

      <#if recaptchaRequired?? && (recaptchaVisible!false)>
        <div class="g-recaptcha" data-size="compact" data-sitekey="${recaptchaSiteKey}" data-action="${recaptchaAction}"></div>
      </#if>
      <div id="kc-form-buttons">
        <#if recaptchaRequired?? && !(recaptchaVisible!false)>
          <button class="${properties.kcButtonClass!} ${properties.kcButtonPrimaryClass!} g-recaptcha"
              data-sitekey="${recaptchaSiteKey}" data-callback="onSubmitRecaptcha" data-action="${recaptchaAction}">${msg("doRegister")}</button>
        <#else>
          <button class="${properties.kcButtonClass!} ${properties.kcButtonPrimaryClass!}">${msg("doRegister")}</button>
        </#if>
      </div>
    </form>
    <p class="other-ways"><a href="${url.loginUrl}">${msg("backToLogin")}</a></p>
  </#if>
</@layout.registrationLayout>

<#macro passwordField name label describedBy="">
  <#local wrong = messagesPerField.existsError(name)>
  <div class="${properties.kcLabelWrapperClass!}">
    <label for="${name}">${label}</label>
    <span class="required" aria-hidden="true">*</span>
  </div>
  <div class="${properties.kcInputGroup!}" dir="ltr">
    <input id="${name}" class="${properties.kcInputClass!}" name="${name}" type="password" autocomplete="new-password"
        aria-invalid="${wrong?c}"<#if wrong || describedBy?has_content> aria-describedby="${describedBy}<#if wrong> input-error-${name}</#if>"</#if>>
    <button class="${properties.kcFormPasswordVisibilityButtonClass!}" type="button" aria-controls="${name}" data-password-toggle>${msg("gatehouseShow")}</button>
  </div>
  <#if wrong>
    <#-- Several come as lines of one message. -->
    <div id="input-error-${name}" class="${properties.kcInputErrorMessageClass!}" role="alert">
      <#list messagesPerField.get(name)?split("\n") as failure>
        <div>${kcSanitize(failure)?no_esc}</div>
      </#list>
    </div>
  </#if>
</#macro>
