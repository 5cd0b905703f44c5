<#-- Replaces theme/base/login/code.ftl of Keycloak 26.7.3, whose field has no label. -->
<#import "template.ftl" as layout>
<@layout.registrationLayout; section>
  <#if section = "header">
    <#if code.success>${msg("codeSuccessTitle")}<#else>${kcSanitize(msg("codeErrorTitle", code.error))}</#if>
  <#elseif section = "form">
    <#if code.success>
      <label for="code">${msg("copyCodeInstruction")}</label>
      <input id="code" class="${properties.kcInputClass!}" value="${code.code}" readonly>
    <#else>
      <p id="error">${kcSanitize(code.error)}</p>
    </#if>
  </#if>
</@layout.registrationLayout>
