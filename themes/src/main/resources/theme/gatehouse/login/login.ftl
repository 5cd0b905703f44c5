<#-- Replaces theme/base/login/login.ftl of Keycloak 26.7.3. Ids and field names are the same. -->
<#assign nameOnly = false>
<#include "sign-in-page.ftl">
