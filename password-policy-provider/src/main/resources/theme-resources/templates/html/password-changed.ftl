<#import "template.ftl" as layout>
<@layout.emailLayout>
<p>${msg("passwordChangedBody", realmName, user.username)}</p>
<p>
${msg("passwordChangedTime", time)}<br>
<#if byAdministrator>
${msg("passwordChangedByAdministrator")}
<#else>
<#if browser??>
${msg("passwordChangedBrowser", browser)}<br>
</#if>
${msg("passwordChangedAddress", address)}
</#if>
</p>
<p>${msg("passwordChangedContact")}</p>
</@layout.emailLayout>
