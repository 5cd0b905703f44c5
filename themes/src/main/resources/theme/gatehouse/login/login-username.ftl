<#-- Replaces theme/base/login/login-username.ftl of Keycloak 26.7.3, whose box and label know neither Remember Me nor agent IDs. -->
<#assign nameOnly = true>
<#include "sign-in-page.ftl">
