<#--
  The frame of every HTML mail. Styles stand in the tags, because mail programs drop style sheets. Links of the base
  theme's texts have no attributes of their own.
-->
<#macro emailLayout>
<#local content><#nested></#local>
<!DOCTYPE html>
<html lang="${locale.language}" dir="${(ltr)?then("ltr", "rtl")}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${realmName!}</title>
</head>
<body style="margin:0;padding:24px 12px;background:#eef1f5;color:#16202c;font:16px/1.5 system-ui,-apple-system,'Segoe UI',Roboto,'Noto Sans',sans-serif">
<div role="main" style="max-width:34rem;margin:0 auto;padding:24px 28px;background:#fff;border:1px solid #c3ccd8;border-radius:10px;overflow-wrap:break-word">
  <h1 style="margin:0 0 16px;color:#55637a;font-size:16px;font-weight:600">${realmName!}</h1>
  ${content?markup_string?replace(r'<a (?![^>]*style=)', '<a style="color:#0b5cad;font-weight:600" ', 'r')?no_esc}
</div>
</body>
</html>
</#macro>
