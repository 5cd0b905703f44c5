package io.github.gatehouse.it.support;

import io.github.gatehouse.localserver.CaughtMail;
import io.github.gatehouse.localserver.MailCatcher;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** The mails that Keycloak has sent. */
public final class Mailbox {

    private static final long LIMIT_SECONDS = 10;

    private final MailCatcher catcher;

    Mailbox(MailCatcher catcher) {
        this.catcher = catcher;
    }

    /** The newest mail to an address; waits for it for ten seconds. */
    public CaughtMail waitFor(String address) {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(LIMIT_SECONDS);
        while (true) {
            List<CaughtMail> found = to(address);
            if (!found.isEmpty()) {
                return found.get(0);
            }
            if (System.nanoTime() > deadline) {
                throw new AssertionError("no mail to " + address + " within " + LIMIT_SECONDS + " s");
            }
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(50));
        }
    }

    /** Mails to an address so far, newest first. */
    public List<CaughtMail> to(String address) {
        return catcher.messages().stream()
                .filter(mail -> mail.to().contains(address))
                .toList();
    }

    /** Throws all mails away. */
    public void clear() {
        catcher.clear();
    }
}
