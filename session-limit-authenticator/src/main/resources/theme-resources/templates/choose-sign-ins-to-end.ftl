<#import "template.ftl" as layout>
<@layout.registrationLayout; section>
    <#if section = "header">
        <#if signIns?size == 1>${msg("sessionLimitTitleOne")}<#else>${msg("sessionLimitTitle", signIns?size)}</#if>
    <#elseif section = "form">
        <form id="gatehouse-choose-sign-ins" class="${properties.kcFormClass!}" action="${url.loginAction}" method="post">
            <div role="group" aria-labelledby="gatehouse-choose-sign-ins-text">
                <p id="gatehouse-choose-sign-ins-text">
                    <#if scope == "client">${msg("sessionLimitMostOfApplication", limit, advancedMsg(application))}<#elseif scope == "realm">${msg("sessionLimitDeniedOfRealm", limit)}<#else>${msg("sessionLimitMost", limit)}</#if>
                    <#if toChoose == 1>${msg("sessionLimitChooseOne")}<#else>${msg("sessionLimitChooseSeveral", toChoose)}</#if>
                </p>
                <#list signIns as signIn>
                    <label class="gatehouse-choice">
                        <input type="checkbox" name="end" value="${signIn.id()}"<#if signIn.chosen()> checked</#if>>
                        <b><#if !signIn.finished()>${msg("sessionLimitUnfinished")}<#elseif signIn.browser()?? && signIn.system()??>${msg("sessionLimitDevice", signIn.browser(), signIn.system())}<#else>${signIn.browser()!signIn.system()!msg("sessionLimitUnknownDevice")}</#if></b>
                        <span class="gatehouse-muted">
                            <#if signIn.applications()?has_content><#list signIn.applications() as application>${advancedMsg(application)}<#sep>, </#sep></#list> ·</#if>
                            <#if signIn.lastUsed()??><time datetime="${signIn.lastUsed().datetime()}" data-text="${signIn.lastUsed().text()}">${msg("sessionLimitLastUsed", signIn.lastUsed().text())}</time> ·</#if>
                            <time datetime="${signIn.since().datetime()}" data-text="${signIn.since().text()}">${msg("sessionLimitSince", signIn.since().text())}</time><#if signIn.address()??> · ${signIn.address()}</#if>
                        </span>
                    </label>
                </#list>
            </div>
            <div id="kc-form-buttons" class="${properties.kcFormGroupClass!}">
                <button type="submit" class="${properties.kcButtonClass!} ${properties.kcButtonPrimaryClass!} ${properties.kcButtonBlockClass!} ${properties.kcButtonLargeClass!}">${msg("sessionLimitEnd")}</button>
                <a href="${url.loginRestartFlowUrl}" class="${properties.kcButtonClass!} ${properties.kcButtonDefaultClass!} ${properties.kcButtonBlockClass!} ${properties.kcButtonLargeClass!}">${msg("doCancel")}</a>
            </div>
        </form>
        <#include "own-time-zone.ftl">
    </#if>
</@layout.registrationLayout>
