<#-- The words beside the field for the name. `agentIdAllowed` comes from Gatehouse's steps; without them stock's rule decides. -->
<#macro text><#if agentIdAllowed!false>${msg("gatehouseUserNameOrAgentId")}<#elseif !realm.loginWithEmailAllowed>${msg("username")}<#elseif !realm.registrationEmailAsUsername>${msg("usernameOrEmail")}<#else>${msg("email")}</#if></#macro>
