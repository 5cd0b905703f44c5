<#-- Every <time datetime="…" data-text="…"> of the page, such as "since 9:40 AM UTC" with data-text "9:40 AM UTC", in the
     reader's own time zone. -->
<script type="module" src="${url.resourcesPath}/js/gatehouse-times-1f150187.js"></script>
