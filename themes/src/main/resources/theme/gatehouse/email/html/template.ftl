<#-- The frame of every HTML mail. Styles stand in the tags, because mail programs drop style sheets. -->
<#macro emailLayout>
<html lang="${locale.language}" dir="${(ltr)?then("ltr", "rtl")}">
<body style="margin:0;padding:24px 12px;background:#eef1f5;color:#16202c;font:16px/1.5 system-ui,-apple-system,'Segoe UI',Roboto,'Noto Sans',sans-serif">
<div style="max-width:34rem;margin:0 auto;padding:24px 28px;background:#fff;border:1px solid #c3ccd8;border-radius:10px">
  <p style="margin:0 0 16px;color:#55637a;font-weight:600">${realmName!}</p>
  <#nested>
</div>
</body>
</html>
</#macro>
