<#--
  The realm's rules, ticked by the script while somebody types. The page that shows them sets `passwordRules`, and
  `passwordOwner` where the visitor may set that user's password; without it the names are those typed into the form.
-->
<#macro list field userNameField="">
    <ul id="password-rules" class="gatehouse-rules" data-field="${field}"
            data-met="${msg("passwordRuleMet")}" data-unmet="${msg("passwordRuleUnmet")}" data-count="${msg("passwordRulesMet", "{0}", "{1}")}"
            <#if userNameField?has_content>data-user-name-field="${userNameField}"</#if>
            <#list passwordOwner!{} as name, value>data-${name}="${value}" </#list>>
        <#list passwordRules as rule>
            <#if rule.setting??><#local ticked = true></#if>
            <li<#if rule.setting??> data-rule="${rule.id}" data-setting="${rule.setting}"</#if>>
                <span class="gatehouse-rule-mark" aria-hidden="true">○</span>
                <span>${rule.text} <span class="gatehouse-rule-state gatehouse-muted"><#if !rule.setting??>– ${msg("passwordRuleLater")}</#if></span></span>
            </li>
        </#list>
    </ul>
    <#-- Where only the server checks there is nothing to tick, and "0 of 0 rules met" would be said. -->
    <#if ticked??>
        <p id="password-rules-said" class="visually-hidden" role="status" aria-live="polite"></p>
        <script type="module" src="${url.resourcesPath}/js/gatehouse-password-rules-efd9c6e9.js"></script>
    </#if>
</#macro>
