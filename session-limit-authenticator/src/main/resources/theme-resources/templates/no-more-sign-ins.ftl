<#import "template.ftl" as layout>
<@layout.registrationLayout displayMessage=false; section>
    <#if section = "header">
        ${msg("sessionLimitDeniedTitle")}
    <#elseif section = "form">
        <p>
            <#if scope == "client">${msg("sessionLimitDeniedOfApplication", limit, advancedMsg(application))}<#elseif scope == "realm">${msg("sessionLimitDeniedOfRealm", limit)}<#else>${msg("sessionLimitDeniedAtMost", limit)}</#if>
            <#if oldest??><time datetime="${oldest.datetime()}" data-text="${oldest.text()}">${msg("sessionLimitDeniedOldest", oldest.text())}</time></#if>
        </p>
        <p>${msg("sessionLimitContact")}</p>
        <div id="kc-form-buttons" class="${properties.kcFormGroupClass!}">
            <a href="${url.loginRestartFlowUrl}" class="${properties.kcButtonClass!} ${properties.kcButtonPrimaryClass!} ${properties.kcButtonBlockClass!} ${properties.kcButtonLargeClass!}">${msg("sessionLimitBack")}</a>
        </div>
        <#include "own-time-zone.ftl">
    </#if>
</@layout.registrationLayout>
