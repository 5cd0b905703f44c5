<#ftl output_format="plainText">
${msg("passwordChangedBody", realmName, user.username)}

${msg("passwordChangedTime", time)}
<#if byAdministrator>
${msg("passwordChangedByAdministrator")}
<#else>
<#if browser??>
${msg("passwordChangedBrowser", browser)}
</#if>
${msg("passwordChangedAddress", address)}
</#if>

${msg("passwordChangedContact")}
