<#import "template.ftl" as layout>
<@layout.registrationLayout displayMessage=false; section>
    <#if section = "header">
        ${msg("sessionLimitBusyTitle")}
    <#elseif section = "form">
        <p>${msg("sessionLimitBusy")}</p>
        <div id="kc-form-buttons" class="${properties.kcFormGroupClass!}">
            <a href="${tryAgain}" class="${properties.kcButtonClass!} ${properties.kcButtonPrimaryClass!} ${properties.kcButtonBlockClass!} ${properties.kcButtonLargeClass!}">${msg("sessionLimitTryAgain")}</a>
        </div>
    </#if>
</@layout.registrationLayout>
