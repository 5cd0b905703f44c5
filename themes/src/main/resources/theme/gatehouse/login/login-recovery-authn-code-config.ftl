<#--
  Replaces theme/base/login/login-recovery-authn-code-config.ftl of Keycloak 26.7.3, which works by a script in the page
  and whose headings and warning are not for screen readers. Ids and field names are the same. Our script prints and
  copies; the file to download is the link itself.
-->
<#import "template.ftl" as layout>
<#import "password-commons.ftl" as passwordCommons>
<#assign codes = recoveryAuthnCodesConfigBean.generatedRecoveryAuthnCodesList>
<@layout.registrationLayout; section>
  <#if section = "header">
    ${msg("recovery-code-config-header")}
  <#elseif section = "form">
    <div class="${properties.kcAlertClass!}">
      <h2>${msg("recovery-code-config-warning-title")}</h2>
      <p>${msg("recovery-code-config-warning-message")}</p>
    </div>
    <ol id="kc-recovery-codes-list" class="${properties.kcRecoveryCodesList!}" dir="ltr">
      <#list codes as code>
        <li>${code?counter}: ${parted(code)}</li>
      </#list>
    </ol>
    <#outputformat "plainText"><#assign file>${msg("recovery-codes-download-file-header")}

<#list codes as code>${code?counter}: ${parted(code)}
</#list>
${msg("recovery-codes-download-file-description")}
</#assign></#outputformat>
    <div class="${properties.kcRecoveryCodesActions!}">
      <button id="printRecoveryCodes" class="link" type="button" data-print hidden>${msg("recovery-codes-print")}</button>
      <a id="downloadRecoveryCodes" href="data:text/plain;charset=utf-8,${file?url("UTF-8")}" download="kc-download-recovery-codes.txt">${msg("recovery-codes-download")}</a>
      <button id="copyRecoveryCodes" class="link" type="button" data-copy="kc-recovery-codes-list" hidden>${msg("recovery-codes-copy")}</button>
    </div>
    <form id="kc-recovery-codes-settings-form" action="${url.loginAction}" method="post">
      <input type="hidden" name="generatedRecoveryAuthnCodes" value="${recoveryAuthnCodesConfigBean.generatedRecoveryAuthnCodesAsString}">
      <input type="hidden" name="generatedAt" value="${recoveryAuthnCodesConfigBean.generatedAt?c}">
      <input type="hidden" id="userLabel" name="userLabel" value="${msg("recovery-codes-label-default")}">
      <label class="check"><input type="checkbox" id="kcRecoveryCodesConfirmationCheck" name="kcRecoveryCodesConfirmationCheck" required> ${msg("recovery-codes-confirmation-message")}</label>
      <@passwordCommons.logoutOtherSessions/>
      <button id="saveRecoveryAuthnCodesBtn" class="${properties.kcButtonClass!} ${properties.kcButtonPrimaryClass!}">${msg("recovery-codes-action-complete")}</button>
      <#if isAppInitiatedAction??>
        <button id="cancelRecoveryAuthnCodesBtn" class="${properties.kcButtonClass!}" name="cancel-aia" value="true" formnovalidate>${msg("recovery-codes-action-cancel")}</button>
      </#if>
    </form>
  </#if>
</@layout.registrationLayout>

<#function parted code>
  <#return code[0..3] + "-" + code[4..7] + "-" + code[8..]>
</#function>
