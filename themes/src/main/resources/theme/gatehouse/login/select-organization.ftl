<#-- Replaces theme/base/login/select-organization.ftl of Keycloak 26.7.3, which has no title. -->
<#import "template.ftl" as layout>
<@layout.registrationLayout; section>
  <#if section = "header">
    ${msg("organization.select")}
  <#elseif section = "form">
    <form action="${url.loginAction}" method="post">
      <ul id="kc-user-organizations" class="${properties.kcFormSocialAccountListClass!}">
        <#list user.organizations as organization>
          <li><button id="organization-${organization.alias}" class="${properties.kcButtonClass!}" name="kc.org" value="${organization.alias}">${organization.name!organization.alias}</button></li>
        </#list>
      </ul>
    </form>
  </#if>
</@layout.registrationLayout>
