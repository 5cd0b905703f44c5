<#ftl output_format="plainText">
<#--
  Replaces theme/base/email/text/org-invite.ftl of Keycloak 26.7.3, which escapes this text as if it were HTML: its link
  reads "key&#61;…", and leads nowhere.
-->
<#if firstName?? && lastName??>
${msg("orgInviteBodyPersonalized", link, linkExpiration, realmName, organization.name, linkExpirationFormatter(linkExpiration), firstName, lastName)}
<#else>
${msg("orgInviteBody", link, linkExpiration, realmName, organization.name, linkExpirationFormatter(linkExpiration))}
</#if>
