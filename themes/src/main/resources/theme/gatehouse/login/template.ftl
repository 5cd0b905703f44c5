<#--
  The one layout of every page of the login theme, our own and Keycloak's.
  Macro, parameters and sections are those of theme/base/login/template.ftl of Keycloak 26.7.3, so that the base
  theme's pages and the pages of other jars fit in unchanged.
-->
<#import "footer.ftl" as loginFooter>
<#-- Not in Keycloak 26.5.6, which has no themeResources either, only the names in the theme's properties. -->
<#assign themeResourceTemplate = .get_optional_template("theme-resources.ftl")>
<#if themeResourceTemplate.exists><#assign themeResourceTags = themeResourceTemplate.import()></#if>

<#-- The style sheet stands in the page: one request less before the first paint, and no stale file after an update. -->
<#macro siteStyles>
  <style>
    <#outputformat "plainText"><#include "site-css.ftl" parse=false></#outputformat>
  </style>
</#macro>

<#-- Colours of the realm: realm texts (Realm settings > Localization). Anything but six hexadecimal digits is left out. -->
<#macro realmColours>
  <#local colours = "">
  <#list [["accentColor", ":root{--accent:"], ["accentColorDark", "@media screen and (prefers-color-scheme:dark){:root.dark-allowed{--accent:"]] as colour>
    <#local value = msg(colour[0])?trim>
    <#if value?matches("#[0-9a-fA-F]{6}")>
      <#local colours = colours + colour[1] + value + colour[1]?contains("@")?then("}}", "}")>
    </#if>
  </#list>
  <#if colours?has_content>
    <style>${colours?no_esc}</style>
  </#if>
</#macro>

<#--
  A text of the organization that no theme has, "" where the realm has none either. Were it in our bundles, an empty text
  in a visitor's language would hide the realm's in its default language. As it stands: a parameter of a message is no
  pattern, so that no brace in it can break the page.
-->
<#function realmText key>
  <#local text = msg('{0}', r"${" + key + "}")?trim>
  <#return (text == key)?then("", text)>
</#function>

<#--
  Positive tabindex values, headings that skip a level and a logo without an alternative are all that a screen reader
  stumbles over in most of the base theme's pages, the field of login-password.ftl does not say to a password manager
  what it is, what a page does when its form is sent our script does, and 26.5.6 has a grey that cannot be read on dark.
  Mended here, they need no copy of ours.
  Values are escaped, so only markup can match.
-->
<#function mended content>
  <#return content?markup_string
      ?replace(r' tabindex="\d+"', '', 'r')
      ?replace(r' onsubmit="[^"]*"', '', 'r')
      ?replace(' style="color: #72767b;', ' style="')
      ?replace(' autocomplete="on"', ' autocomplete="current-password"')
      ?replace(r'<img(?![^>]*\salt=)', '<img alt=""', 'r')
      ?replace(r'<(/?)h[3-6]\b', '<$1h2', 'r')
      ?no_esc>
</#function>

<#function plain content>
  <#return content?markup_string?replace('<[^>]*>', ' ', 'r')?replace(r'\s+', ' ', 'r')?trim?no_esc>
</#function>

<#--
  Whether there is a script between the tags or in an attribute. Quoted values are left out of account: what a visitor
  types, or a link brings, must not be able to look like an attribute.
-->
<#function hasInlineScript content>
  <#local source = content?markup_string>
  <#return source?contains("<script") && source != source?replace(r'<script(?![^>]*\ssrc=)', '', 'r')
      || source?replace('"[^"]*"', '', 'r')?matches(r'(?s).*<[^>]*\son[a-z]+=.*')>
</#function>

<#macro registrationLayout bodyClass="" displayInfo=false displayMessage=true displayRequiredFields=false>
<#local heading><#nested "header"></#local>
<#local heading = mended(heading)>
<#local form><#nested "form"></#local>
<#local form = mended(form)>
<#local socialProviders><#nested "socialProviders"></#local>
<#local socialProviders = mended(socialProviders)>
<#local info><#if displayInfo><#nested "info"></#if></#local>
<#local info = mended(info)>
<#local footer><@loginFooter.content/></#local>
<#local supervisorContact = msg("supervisorContact")>
<#local passkeys = ["webauthn-register", "webauthn-authenticate"]?seq_contains(pageId) || pageId?contains("passkeys") || enableWebAuthnConditionalUI??>
<#-- `scripts` are those of a step, from wherever: Google's reCAPTCHA. -->
<#local scriptsFromFilesOnly = !passkeys && !scripts?has_content && !hasInlineScript(heading + form + socialProviders + info + footer)>
<!DOCTYPE html>
<html class="${properties.kcHtmlClass!}<#if darkMode!true> dark-allowed</#if>" lang="${lang}"<#if realm.internationalizationEnabled> dir="${(locale.rtl)?then('rtl','ltr')}"</#if>>
<head>
  <meta charset="utf-8">
  <#if scriptsFromFilesOnly>
    <meta http-equiv="Content-Security-Policy" content="script-src 'self'; base-uri 'none'">
  </#if>
  <meta name="viewport" content="width=device-width, initial-scale=1">
  <#if properties.meta?has_content>
    <#list properties.meta?split(" ") as meta>
      <meta name="${meta?split("==")[0]}" content="${meta?split("==")[1]}">
    </#list>
  </#if>
  <title>${plain(heading)} · ${realm.displayName}</title>
  <#if themeResources?? && themeResources.favicons?has_content>
    <@themeResourceTags.renderFavicons themeResources.favicons url.resourcesPath />
  <#else>
    <link rel="icon" href="data:image/svg+xml,%3Csvg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 24 24' fill='none' stroke='%230b5cad' stroke-width='2'%3E%3Cpath d='M4 21V9l8-6 8 6v12M9 21v-6a3 3 0 0 1 6 0v6M2 21h20'/%3E%3C/svg%3E">
  </#if>
  <@siteStyles/>
  <@realmColours/>
  <#if themeResources?? && themeResources.stylesCommon?has_content>
    <@themeResourceTags.renderStyles themeResources.stylesCommon url.resourcesCommonPath />
  <#elseif properties.stylesCommon?has_content>
    <#list properties.stylesCommon?split(" ") as style>
      <link href="${url.resourcesCommonPath}/${style}" rel="stylesheet">
    </#list>
  </#if>
  <#if themeResources?? && themeResources.styles?has_content>
    <@themeResourceTags.renderStyles themeResources.styles url.resourcesPath />
  <#elseif properties.styles?has_content>
    <#list properties.styles?split(" ") as style>
      <link href="${url.resourcesPath}/${style}" rel="stylesheet">
    </#list>
  </#if>
  <#if passkeys>
    <#-- Keycloak's WebAuthn scripts import this module by its bare name. -->
    <script type="importmap">{"imports": {"rfc4648": "${url.resourcesCommonPath}/vendor/rfc4648/rfc4648.js"}}</script>
  </#if>
  <#-- The name carries the hash of the content: browsers and the server's gzip cache keep a file for weeks. -->
  <script src="${url.resourcesPath}/js/gatehouse-f7ef95db.js" type="module"></script>
  <#if enableWebAuthnConditionalUI??>
    <script src="${url.resourcesPath}/js/gatehouse-passkey-91ae5d8e.js" type="module"></script>
  </#if>
  <#if themeResources?? && themeResources.scripts?has_content>
    <@themeResourceTags.renderScripts themeResources.scripts url.resourcesPath "text/javascript" />
  <#elseif properties.scripts?has_content>
    <#list properties.scripts?split(" ") as script>
      <script src="${url.resourcesPath}/${script}"></script>
    </#list>
  </#if>
  <#if scripts??>
    <#list scripts as script>
      <script src="${script}"></script>
    </#list>
  </#if>
  <#-- No end tag of the head, which is optional: before it Keycloak writes a script that our policy forbids. -->
<body class="${bodyClass}" data-page-id="login-${pageId}"
    data-text-show="${msg("gatehouseShow")}" data-text-hide="${msg("gatehouseHide")}" data-text-caps-lock="${msg("gatehouseCapsLock")}"
    data-auth-checker="${url.resourcesPath}/js/authChecker.js" data-sso-url="${url.ssoLoginInOtherTabsUrl}"
    <#if authenticationSession??>data-auth-session="${authenticationSession.authSessionIdHash}"</#if>>
<main class="${properties.kcFormCardClass!}">
  <div id="kc-header" class="brand">
    <svg viewBox="0 0 24 24" fill="none" stroke="currentColor" stroke-width="2" aria-hidden="true"><path d="M4 21V9l8-6 8 6v12M9 21v-6a3 3 0 0 1 6 0v6M2 21h20"/></svg>
    <div id="kc-header-wrapper">${kcSanitize(msg("loginTitleHtml", realm.displayNameHtml))?no_esc}</div>
  </div>
  <h1 id="kc-page-title">${heading}</h1>
  <#if displayRequiredFields>
    <p class="muted"><span class="required" aria-hidden="true">*</span> ${msg("requiredFields")}</p>
  </#if>
  <#if auth?has_content && auth.showUsername() && !auth.showResetCredentials()>
    <#nested "show-username">
    <p id="kc-username" class="attempted">
      <b id="kc-attempted-username">${auth.attemptedUsername}</b>
      <a id="reset-login" href="${url.loginRestartFlowUrl}">${msg("restartLoginTooltip")}</a>
    </p>
  </#if>
  <#-- Set by the step session-limit-notice: in this browser somebody was signed out for a sign-in elsewhere. -->
  <#-- Keycloak's own form does not hand it over after a wrong password; then it is read where it was noted. -->
  <#local ended = endedElsewhere!((social.flowContext.authenticationSession.getAuthNote("endedElsewhere"))!"")>
  <#local signIn = ["login", "login-username"]?seq_contains(pageId)>
  <#if ended?has_content && signIn>
    <div id="gatehouse-ended-elsewhere" class="gatehouse-note" role="status">${ended}</div>
  </#if>
  <#-- As in the base theme: an action that an application asked for shows no warning that it is still to be done. -->
  <#if displayMessage && message?has_content && (message.type != "warning" || !isAppInitiatedAction??)>
    <div id="gatehouse-message" class="${properties.kcAlertClass!} alert-${message.type}" role="${(message.type == "error")?then("alert", "status")}">${kcSanitize(message.summary)?no_esc}</div>
  </#if>
  <#local notice = signIn?then(realmText("signInNotice"), "")>
  <#if notice?has_content>
    <div id="gatehouse-notice" class="gatehouse-note" dir="auto">${kcSanitize(notice)?no_esc}</div>
  </#if>

  ${form}

  <#if auth?has_content && auth.showTryAnotherWayLink()>
    <form id="kc-select-try-another-way-form" class="other-ways" action="${url.loginAction}" method="post">
      <button id="try-another-way" class="link" name="tryAnotherWay" value="on">${msg("doTryAnotherWay")}</button>
    </form>
  </#if>
  <#if switchOrganizationEnabled!false>
    <form id="kc-switch-organization-form" class="other-ways" action="${url.loginAction}" method="post">
      <button id="switch-organization" class="link" name="switchOrganization" value="true">${msg("doSwitchOrganization")}</button>
    </form>
  </#if>

  ${socialProviders}

  <#if displayInfo>
    <div id="kc-info">${info}</div>
  </#if>

  <#local languages = realm.internationalizationEnabled && locale.supported?size gt 1>
  <#if languages || supervisorContact?trim?has_content>
    <footer>
      <#if languages>
        <details id="kc-locale" class="languages">
          <summary><span class="visually-hidden">${msg("gatehouseLanguage")}: </span>${locale.current}</summary>
          <ul>
            <#list locale.supported as language>
              <li><a href="${language.url}" hreflang="${language.languageTag}"<#if language.languageTag == locale.currentLanguageTag> aria-current="true"</#if>>${language.label}</a></li>
            </#list>
          </ul>
        </details>
      </#if>
      <span>${kcSanitize(supervisorContact)?no_esc}</span>
    </footer>
  </#if>
  ${footer}
</main>
</body>
</html>
</#macro>
