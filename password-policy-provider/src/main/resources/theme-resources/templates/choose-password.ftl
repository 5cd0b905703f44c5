<#import "template.ftl" as layout>
<#import "password-rules.ftl" as rules>
<@layout.registrationLayout displayMessage=false; section>
    <#if section = "header">
        ${msg("choosePasswordTitle")}
    <#elseif section = "form">
        <#assign newMissing = messagesPerField.existsError("password")>
        <#assign againDiffers = messagesPerField.existsError("password-confirm")>
        <#assign refused = !newMissing && !againDiffers && message?has_content && message.type = "error">
        <#if temporaryPassword>
            <p class="gatehouse-muted">${msg("choosePasswordTemporary")}</p>
        </#if>
        <#if refused>
            <div id="password-refused" role="alert" class="alert-error error ${properties.kcAlertClass!} pf-m-danger">
                <ul class="${properties.kcAlertTitleClass!}">
                    <#list message.summary?split("\n") as failure>
                        <li>${kcSanitize(failure)?no_esc}</li>
                    </#list>
                </ul>
            </div>
        </#if>
        <form id="kc-passwd-update-form" class="${properties.kcFormClass!}" action="${url.loginAction}" method="post">
            <#-- For password managers: whose password this is. -->
            <input type="text" id="username" name="username" value="${username}" autocomplete="username" readonly hidden>

            <div class="${properties.kcFormGroupClass!}">
                <div class="${properties.kcLabelWrapperClass!}">
                    <label for="password-new" class="${properties.kcLabelClass!}">${msg("choosePasswordNew")}</label>
                </div>
                <div class="${properties.kcInputWrapperClass!}">
                    <@passwordField id="password-new" invalid=(refused || newMissing) autofocus=true
                        describedBy=passwordRules?has_content?then("password-rules", "") + refused?then(" password-refused", "") + newMissing?then(" input-error-password", "")/>
                    <@fieldError name="password"/>
                </div>
                <#if passwordRules?has_content>
                    <@rules.list field="password-new"/>
                </#if>
            </div>

            <div class="${properties.kcFormGroupClass!}">
                <div class="${properties.kcLabelWrapperClass!}">
                    <label for="password-confirm" class="${properties.kcLabelClass!}">${msg("choosePasswordAgain")}</label>
                </div>
                <div class="${properties.kcInputWrapperClass!}">
                    <@passwordField id="password-confirm" invalid=againDiffers
                        describedBy=againDiffers?then("input-error-password-confirm", "")/>
                    <@fieldError name="password-confirm"/>
                </div>
            </div>

            <div class="${properties.kcFormGroupClass!} ${properties.kcFormSettingClass!}">
                <div class="checkbox ${properties.kcCheckboxClass!}">
                    <label for="logout-sessions" class="${properties.kcCheckboxLabelClass!}">
                        <input type="checkbox" id="logout-sessions" name="logout-sessions" value="on" class="${properties.kcCheckboxInputClass!}"<#if signOutElsewhere> checked</#if>>
                        ${msg("choosePasswordSignOutElsewhere")}
                    </label>
                </div>
            </div>

            <div id="kc-form-buttons" class="${properties.kcFormButtonsClass!}">
                <input name="login" type="submit" value="${msg("choosePasswordSave")}" class="${properties.kcButtonClass!} ${properties.kcButtonPrimaryClass!} ${properties.kcButtonBlockClass!} ${properties.kcButtonLargeClass!}">
                <#if isAppInitiatedAction??>
                    <button name="cancel-aia" type="submit" value="true" class="${properties.kcButtonClass!} ${properties.kcButtonDefaultClass!} ${properties.kcButtonBlockClass!} ${properties.kcButtonLargeClass!}">${msg("doCancel")}</button>
                </#if>
            </div>
        </form>
    </#if>
</@layout.registrationLayout>

<#macro passwordField id invalid describedBy="" autofocus=false>
    <div class="${properties.kcInputGroup!}" dir="ltr">
        <input type="password" id="${id}" name="${id}" class="${properties.kcInputClass!}" autocomplete="new-password"
            aria-invalid="${invalid?c}"<#if describedBy?has_content> aria-describedby="${describedBy}"</#if><#if autofocus> autofocus</#if>>
        <button type="button" class="${properties.kcFormPasswordVisibilityButtonClass!}" aria-label="${msg("showPassword")}"
            aria-controls="${id}" data-password-toggle
            data-icon-show="${properties.kcFormPasswordVisibilityIconShow!}" data-icon-hide="${properties.kcFormPasswordVisibilityIconHide!}"
            data-label-show="${msg("showPassword")}" data-label-hide="${msg("hidePassword")}">
            <i class="${properties.kcFormPasswordVisibilityIconShow!}" aria-hidden="true"></i>
        </button>
    </div>
</#macro>

<#macro fieldError name>
    <#if messagesPerField.existsError(name)>
        <span id="input-error-${name}" class="${properties.kcInputErrorMessageClass!}" role="alert">${kcSanitize(messagesPerField.get(name))?no_esc}</span>
    </#if>
</#macro>
