package io.github.gatehouse.localserver;

import java.util.List;

/**
 * A mail as {@code GET /api/messages} shows it.
 *
 * @param to addresses it was sent to
 * @param date ISO 8601, as the mail says; empty when it says nothing
 * @param text plain-text part; empty when there is none
 * @param html HTML part; empty when there is none
 */
public record CaughtMail(List<String> to, String from, String subject, String date, String text, String html) {}
