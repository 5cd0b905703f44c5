package io.github.gatehouse.localserver;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.icegreen.greenmail.store.FolderException;
import com.icegreen.greenmail.util.GreenMail;
import com.icegreen.greenmail.util.ServerSetup;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import jakarta.mail.Address;
import jakarta.mail.BodyPart;
import jakarta.mail.MessagingException;
import jakarta.mail.Multipart;
import jakarta.mail.Part;
import jakarta.mail.internet.MimeMessage;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Takes every mail that Keycloak sends and shows it: a page at {@code /}, JSON at {@code /api/messages} (newest first;
 * {@code DELETE} empties it). Nothing leaves the machine.
 */
public final class MailCatcher implements AutoCloseable {

    private static final ObjectMapper JSON = new ObjectMapper();

    private final GreenMail smtp;
    private final HttpServer web;

    private MailCatcher(GreenMail smtp, HttpServer web) {
        this.smtp = smtp;
        this.web = web;
    }

    /**
     * @param smtpPort where Keycloak sends to
     * @param webPort where people and tests look
     * @throws StartFailure when a port is taken
     */
    public static MailCatcher start(LoopbackPort smtpPort, LoopbackPort webPort) {
        return start(LoopbackPort.HOST, smtpPort, webPort);
    }

    /**
     * For a Keycloak in a container, which does not reach the loopback address of this machine.
     *
     * @param smtpAddress address to take mails on
     */
    public static MailCatcher start(String smtpAddress, LoopbackPort smtpPort, LoopbackPort webPort) {
        // GreenMail would tell of a taken port with two stack traces.
        smtpPort.requireFree();
        GreenMail smtp = new GreenMail(new ServerSetup(smtpPort.number(), smtpAddress, ServerSetup.PROTOCOL_SMTP));
        smtp.start();
        try {
            HttpServer web = webPort.listen();
            MailCatcher catcher = new MailCatcher(smtp, web);
            web.createContext("/", catcher::page);
            web.createContext("/api/messages", catcher::api);
            web.start();
            return catcher;
        } catch (StartFailure e) {
            smtp.stop();
            throw e;
        }
    }

    /** Address of the page with the mails, without a slash at the end. */
    public String url() {
        return "http://localhost:" + web.getAddress().getPort();
    }

    /** Port that Keycloak sends to. */
    public int smtpPort() {
        return smtp.getSmtp().getPort();
    }

    /** What has come so far, newest first. */
    public List<CaughtMail> messages() {
        MimeMessage[] received = smtp.getReceivedMessages();
        return IntStream.range(0, received.length)
                .boxed()
                .sorted(Comparator.reverseOrder())
                .map(i -> read(received[i]))
                .toList();
    }

    /** Throws all mails away. */
    public void clear() {
        try {
            smtp.purgeEmailFromAllMailboxes();
        } catch (FolderException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() {
        web.stop(0);
        smtp.stop();
    }

    private void api(HttpExchange exchange) throws IOException {
        switch (exchange.getRequestMethod()) {
            case "GET" -> HttpAnswer.send(exchange, 200, "application/json", JSON.writeValueAsBytes(messages()));
            case "DELETE" -> {
                clear();
                HttpAnswer.send(exchange, 204, null, new byte[0]);
            }
            default -> HttpAnswer.send(exchange, 405, null, new byte[0]);
        }
    }

    private void page(HttpExchange exchange) throws IOException {
        if (!exchange.getRequestURI().getPath().equals("/")) {
            HttpAnswer.send(exchange, 404, null, new byte[0]);
            return;
        }
        HttpAnswer.send(exchange, 200, "text/html", MailPage.of(messages()).getBytes(StandardCharsets.UTF_8));
    }

    private static CaughtMail read(MimeMessage mail) {
        try {
            return new CaughtMail(
                    addresses(mail.getAllRecipients()),
                    String.join(", ", addresses(mail.getFrom())),
                    mail.getSubject() == null ? "" : mail.getSubject(),
                    mail.getSentDate() == null
                            ? ""
                            : mail.getSentDate().toInstant().toString(),
                    body(mail, "text/plain"),
                    body(mail, "text/html"));
        } catch (MessagingException | IOException e) {
            throw new IllegalStateException("a mail that cannot be read", e);
        }
    }

    private static List<String> addresses(Address[] addresses) {
        return addresses == null
                ? List.of()
                : Arrays.stream(addresses).map(Address::toString).toList();
    }

    private static String body(Part part, String type) throws MessagingException, IOException {
        if (part.isMimeType(type) && part.getContent() instanceof String text) {
            return text;
        }
        if (part.getContent() instanceof Multipart parts) {
            for (int i = 0; i < parts.getCount(); i++) {
                BodyPart inner = parts.getBodyPart(i);
                String found = body(inner, type);
                if (!found.isEmpty()) {
                    return found;
                }
            }
        }
        return "";
    }
}
