package io.github.gatehouse.localserver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.icegreen.greenmail.util.GreenMailUtil;
import com.icegreen.greenmail.util.ServerSetup;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class MailCatcherTest {

    private MailCatcher catcher;

    @BeforeEach
    void start() {
        catcher = MailCatcher.start(LoopbackPort.free(), LoopbackPort.free());
    }

    @AfterEach
    void stop() {
        catcher.close();
    }

    @Test
    void aPortThatWasTakenMeanwhileIsNamed() {
        LoopbackPort taken = new LoopbackPort("MAIL_PORT", catcher.smtpPort());
        LoopbackPort takenByThePage =
                new LoopbackPort("MAIL_WEB_PORT", URI.create(catcher.url()).getPort());

        assertThatThrownBy(() -> MailCatcher.start(taken, LoopbackPort.free()))
                .isInstanceOf(StartFailure.class)
                .hasMessageMatching("Port \\d+ is taken by another program\\. .*: MAIL_PORT=\\d+ \\./start");
        assertThatThrownBy(() -> MailCatcher.start(LoopbackPort.free(), takenByThePage))
                .isInstanceOf(StartFailure.class)
                .hasMessageMatching("Port \\d+ is taken by another program\\. .*: MAIL_WEB_PORT=\\d+ \\./start");
    }

    @Test
    void theJsonHasTheMailsNewestFirst() throws Exception {
        send("jdoe@example.com", "first", "one");
        send("jdoe@example.com", "second", "two");

        JsonNode mails = new ObjectMapper().readTree(get("/api/messages").body());

        assertThat(mails).hasSize(2);
        assertThat(mails.get(0).path("subject").asText()).isEqualTo("second");
        assertThat(mails.get(0).path("to").get(0).asText()).isEqualTo("jdoe@example.com");
        assertThat(mails.get(0).path("from").asText()).isEqualTo("sign-in@example.com");
        assertThat(mails.get(0).path("text").asText().strip()).isEqualTo("two");
        assertThat(mails.get(0).has("date")).isTrue();
        assertThat(mails.get(0).has("html")).isTrue();
    }

    @Test
    void deleteEmptiesIt() throws Exception {
        send("jdoe@example.com", "first", "one");

        HttpResponse<String> answer = HttpClient.newHttpClient()
                .send(
                        HttpRequest.newBuilder(URI.create(catcher.url() + "/api/messages"))
                                .DELETE()
                                .build(),
                        HttpResponse.BodyHandlers.ofString());

        assertThat(answer.statusCode()).isEqualTo(204);
        assertThat(catcher.messages()).isEmpty();
    }

    @Test
    void thePageShowsAMailAsTextWithItsLinks() throws Exception {
        send("jdoe@example.com", "<b>Reset</b>", "http://localhost:8080/x?a=1&b=2 <script>");

        assertThat(get("/").body())
                .contains("&lt;b&gt;Reset&lt;/b&gt;")
                .contains("href=\"http://localhost:8080/x?a=1&amp;b=2\"")
                .doesNotContain("<script>");
    }

    @Test
    void anUnknownPathIsNotFound() throws Exception {
        assertThat(get("/other").statusCode()).isEqualTo(404);
    }

    private void send(String to, String subject, String text) {
        GreenMailUtil.sendTextEmail(
                to,
                "sign-in@example.com",
                subject,
                text,
                new ServerSetup(catcher.smtpPort(), LoopbackPort.HOST, ServerSetup.PROTOCOL_SMTP));
    }

    private HttpResponse<String> get(String path) throws Exception {
        return HttpClient.newHttpClient()
                .send(
                        HttpRequest.newBuilder(URI.create(catcher.url() + path)).build(),
                        HttpResponse.BodyHandlers.ofString());
    }
}
