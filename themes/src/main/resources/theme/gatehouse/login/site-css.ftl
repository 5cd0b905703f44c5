:root{color-scheme:light;--bg:#eef1f5;--card:#fff;--ink:#16202c;--muted:#55637a;--line:#c3ccd8;--edge:#76839a;--field:#fff;--accent:#0b5cad;--accent-ink:#fff;--ok:#1a7f47;--bad:#b3261e;--bad-bg:#fdecea;--note-bg:#e8f1fb;--focus:#ffbf47;--radius:10px}
@media screen and (prefers-color-scheme:dark){:root.dark-allowed{color-scheme:dark;--bg:#10161e;--card:#19222d;--ink:#e8edf4;--muted:#a3b1c4;--line:#3a4757;--edge:#75849a;--field:#10161e;--accent:#7db7f2;--accent-ink:#0c1520;--ok:#6bd49a;--bad:#ff9a92;--bad-bg:#3a1d1c;--note-bg:#1a2b3f}}
*{box-sizing:border-box}
html{-webkit-text-size-adjust:100%}
body{margin:0;min-height:100vh;padding:max(1rem,8vh) 1rem 2rem;background:var(--bg);color:var(--ink);font:16px/1.5 system-ui,-apple-system,"Segoe UI",Roboto,"Noto Sans",sans-serif}
.card{width:100%;max-width:26rem;margin:0 auto;background:var(--card);border:1px solid var(--line);border-radius:var(--radius);padding:2rem 1.75rem;box-shadow:0 1px 2px #0001,0 8px 24px #0000000d;overflow-wrap:break-word}
:lang(ko){word-break:keep-all}
.card:has(.gatehouse-choice),.card:has(#kc-recovery-codes-list),.card:has(#kc-totp-settings){max-width:34rem}
.brand{display:flex;align-items:center;gap:.6rem;color:var(--muted);font-weight:600;margin-bottom:1.25rem}
.brand svg{flex:none;width:1.6rem;height:1.6rem;color:var(--accent)}
.brand:has(img) svg{display:none}
.brand img{display:block;max-height:3rem}
h1{font-size:1.5rem;line-height:1.2;margin:0 0 1rem;letter-spacing:-.01em}
h1 p{margin:0}
h2{font-size:1.1rem;line-height:1.3;margin:1.25rem 0 .5rem}
p{margin:.25rem 0 1rem}
form+p,.button+p,#kc-info,form+#kc-info-message{margin-top:1rem}
a{color:var(--accent)}
hr{border:0;border-top:1px solid var(--line);margin:1.5rem 0}
img{max-width:100%;height:auto}
code,.gatehouse-address{font-family:ui-monospace,Menlo,Consolas,monospace;letter-spacing:.02em}
label{display:block;font-weight:600;margin:1rem 0 .35rem}
.label-line{display:flex;gap:.25rem;align-items:baseline;margin:1rem 0 .35rem}
.label-line label{margin:0}
.required{color:var(--bad)}
.muted,.gatehouse-muted,.help{color:var(--muted)}
.visually-hidden,.pf-screen-reader{position:absolute;width:1px;height:1px;margin:-1px;overflow:hidden;clip-path:inset(50%);white-space:nowrap}
.input,textarea.input,select.input{display:block;width:100%;min-width:0;border:1px solid var(--edge);border-radius:8px;background:var(--field);color:inherit;font:inherit;padding:.65rem .75rem}
.input-group{display:flex}
.input-group>.input{flex:1;width:auto;position:relative}
.input-group>.input:not(:last-child){border-start-end-radius:0;border-end-end-radius:0}
.input[aria-invalid=true]{border-color:var(--bad)}
.toggle{visibility:hidden;flex:none;border:1px solid var(--edge);border-inline-start:0;border-start-end-radius:8px;border-end-end-radius:8px;background:var(--field);color:var(--accent);font:inherit;padding:0 .9rem;min-width:4.2rem;cursor:pointer}
.toggle.ready{visibility:visible}
@media (scripting:none){.toggle{display:none}.input-group>.input:not(:last-child){border-radius:8px}}
.field-error{display:block;color:var(--bad);font-size:.92rem;margin-top:.35rem}
.help{font-size:.92rem;margin:.25rem 0}
.input-group+.help{position:relative;top:.4rem}
.row{display:flex;flex-wrap:wrap;justify-content:space-between;align-items:center;gap:.25rem 1rem;margin:.9rem 0 1.25rem;min-height:1.75rem}
.check,.checkbox label{display:flex;gap:.5rem;align-items:start;font-weight:400;margin:.9rem 0}
.row .check,.row+.check{margin:0}
input[type=checkbox],input[type=radio]{flex:none;width:1.15rem;height:1.15rem;margin:.1rem;accent-color:var(--accent)}
input[type=checkbox]+label,input[type=radio]+label{display:inline-block;font-weight:400;margin:.35rem .35rem}
.options:has(>input){display:flex;align-items:start;margin:.9rem 0}
.options:has(>input)>label{margin:0 .4rem}
.button{display:block;width:100%;padding:.75rem 1rem;border-radius:8px;border:1px solid var(--edge);background:none;color:var(--accent);font:inherit;font-weight:600;line-height:1.2;cursor:pointer;text-align:center;text-decoration:none;white-space:normal}
.button.primary{border-color:var(--accent);background:var(--accent);color:var(--accent-ink)}
.button.primary:hover,.button:hover,.toggle:hover{filter:brightness(1.1)}
.button:disabled{opacity:.55;cursor:not-allowed}
.button+.button,form+form .button,.button+form .button,form+.button,script+.button{margin-top:.6rem}
.buttons,#kc-form-buttons,form>.button:first-of-type{margin-top:1.25rem}
.button[style]{margin:.6rem 0 0!important}
.link{border:0;padding:0;background:none;color:var(--accent);font:inherit;text-decoration:underline;cursor:pointer}
.other-ways{margin-top:1rem}
#kc-form-options:has(a){margin-top:.75rem}
:focus-visible{outline:3px solid var(--focus);outline-offset:2px;box-shadow:0 0 0 2px var(--ink);z-index:1}
a:focus-visible,summary:focus-visible,.link:focus-visible{border-radius:3px}
.toggle:focus-visible{position:relative}
.alert,.gatehouse-note{border-inline-start:4px solid var(--accent);background:var(--note-bg);padding:.7rem .9rem;border-radius:6px;margin:0 0 1rem}
#gatehouse-notice{white-space:pre-line}
.alert-error{border-color:var(--bad);background:var(--bad-bg)}
.alert ul{margin:0;padding-inline-start:1.1rem}
.alert h2,.alert :first-child,.gatehouse-note :first-child{margin-top:0}
.alert :last-child,.gatehouse-note :last-child{margin-bottom:0}
.attempted{display:flex;flex-wrap:wrap;gap:.25rem 1rem;justify-content:space-between;align-items:baseline;margin:0 0 1rem}
@media (scripting:enabled){.forgot{opacity:0}.forgot.shown,.forgot:focus,form:has(#password:focus) .forgot{opacity:1}}
@media (scripting:enabled) and (prefers-reduced-motion:no-preference){.forgot{transition:opacity .15s}}
.gatehouse-rules{list-style:none;margin:.75rem 0 1rem;padding:0;display:grid;gap:.3rem}
.gatehouse-rules>li{display:grid;grid-template-columns:1.1em 1fr;gap:0 .55rem}
.gatehouse-rule-mark{color:var(--muted)}
.gatehouse-rules>li[data-state=met] .gatehouse-rule-mark{color:var(--ok);font-weight:700}
.gatehouse-rules>li[data-state=unmet] .gatehouse-rule-mark{color:var(--bad);font-weight:700}
.gatehouse-choice{border:1px solid var(--edge);border-radius:8px;padding:.75rem .9rem;margin:.6rem 0;display:grid;grid-template-columns:auto 1fr;gap:.15rem .75rem;align-items:start;font-weight:400;cursor:pointer}
.gatehouse-choice input{grid-row:span 2;margin-top:.25rem}
.gatehouse-choice b{font-weight:600}
.gatehouse-choice .gatehouse-muted{grid-column:2;font-size:.92rem}
.gatehouse-choice:has(input:checked){border-color:var(--accent);box-shadow:inset 0 0 0 1px var(--accent)}
.gatehouse-address{display:inline-block;max-width:100%;font-weight:600;font-size:1.1rem;line-height:1.4;background:var(--note-bg);border-radius:6px;padding:.5rem .75rem;overflow-wrap:anywhere}
.social{list-style:none;padding:0;margin:0;display:grid;gap:.6rem}
.choices{display:grid;gap:.6rem}
.choice{display:grid;width:100%;text-align:start;border:1px solid var(--edge);border-radius:8px;padding:.75rem .9rem;background:none;color:inherit;font:inherit}
button.choice{cursor:pointer}
.choice-name{font-weight:600;color:var(--accent)}
.choice-text{color:var(--muted);font-size:.92rem}
.codes{columns:2;list-style:none;padding:0;font-family:ui-monospace,Menlo,Consolas,monospace}
.row .pf-c-button{border:1px solid var(--edge);border-radius:8px;background:none;color:var(--accent);font:inherit;padding:.35rem .75rem;cursor:pointer}
#kc-totp-secret-qr-code{background:#fff;padding:.5rem;border-radius:6px}
#kc-totp-secret-key{font-family:ui-monospace,Menlo,Consolas,monospace;overflow-wrap:anywhere}
footer{margin-top:1.5rem;padding-top:1rem;border-top:1px solid var(--line);font-size:.92rem;color:var(--muted);display:flex;flex-wrap:wrap;justify-content:space-between;gap:.5rem 1rem}
.languages summary{cursor:pointer}
.languages[open]{flex-basis:100%}
.languages ul{list-style:none;margin:.5rem 0 0;padding:0;columns:8rem}
.languages li{padding:.2rem 0;break-inside:avoid}
@media (max-width:26rem){body{padding:0;background:var(--card)}.card{border:0;border-radius:0;box-shadow:none;padding:1.5rem 1rem}.codes{columns:1}}
@media (forced-colors:active){.button.primary{border-width:2px}:focus-visible{outline-color:Highlight;box-shadow:none}.alert,.gatehouse-note,.gatehouse-address{border:1px solid}.alert-error{border-width:2px}}
@media print{body,.card{padding:0;background:none;border:0;box-shadow:none}footer,.button,.toggle,.link{display:none}.social .button{display:block}.codes{columns:1}}
