<#import "template.ftl" as layout>
<@layout.registrationLayout displayMessage=false; section>
    <#if section = "header">
        ${msg("confirmAddressTitle")}
    <#elseif section = "form">
        <form id="gatehouse-confirm-address" class="${properties.kcFormClass!}" action="${url.loginAction}" method="post">
            <p>${msg("confirmAddressIntroduction")}</p>
            <p><span class="gatehouse-address" dir="ltr">${confirmAddress}</span></p>
            <button class="${properties.kcButtonClass!} ${properties.kcButtonPrimaryClass!} ${properties.kcButtonBlockClass!} ${properties.kcButtonLargeClass!}" type="submit">${msg("confirmAddressConfirm")}</button>
            <button class="${properties.kcButtonClass!} ${properties.kcButtonDefaultClass!} ${properties.kcButtonBlockClass!} ${properties.kcButtonLargeClass!}" type="submit" name="cancel" value="true">${msg("confirmAddressCancel")}</button>
        </form>
        <p class="gatehouse-muted">${msg("confirmAddressHelp")}</p>
    </#if>
</@layout.registrationLayout>
