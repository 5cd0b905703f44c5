package io.github.gatehouse.localserver;

import java.util.List;

/** The page of the {@link MailCatcher}: each mail with its text; links of the text can be clicked. */
final class MailPage {

    private static final String HEAD = """
            <!doctype html>
            <html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width,initial-scale=1">
            <title>Mails</title><meta http-equiv="refresh" content="5">
            <style>body{font:16px/1.5 system-ui,sans-serif;max-width:46rem;margin:2rem auto;padding:0 1rem}
            article{border:1px solid #c3ccd8;border-radius:8px;padding:1rem;margin:1rem 0}
            h2{font-size:1.1rem;margin:0}pre{white-space:pre-wrap;overflow-wrap:anywhere}</style></head>
            <body><main><h1>Mails</h1>
            """;

    private MailPage() {}

    static String of(List<CaughtMail> mails) {
        StringBuilder page = new StringBuilder(HEAD);
        if (mails.isEmpty()) {
            page.append("<p>None yet. This page looks again every five seconds.</p>");
        }
        for (CaughtMail mail : mails) {
            page.append("<article><h2>")
                    .append(escaped(mail.subject()))
                    .append("</h2><p>to ")
                    .append(escaped(String.join(", ", mail.to())))
                    .append(", ")
                    .append(escaped(mail.date()))
                    .append("</p><pre>")
                    .append(withLinks(escaped(mail.text())))
                    .append("</pre></article>");
        }
        return page.append("</main></body></html>").toString();
    }

    private static String withLinks(String escaped) {
        return escaped.replaceAll("https?://[^\\s<>\"]+", "<a href=\"$0\" target=\"_blank\" rel=\"noopener\">$0</a>");
    }

    private static String escaped(String text) {
        return text.replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\"", "&quot;");
    }
}
