package io.github.gatehouse.sessionlimit.page;

import java.time.Instant;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.FormatStyle;
import java.util.Locale;

/**
 * A moment as a page shows it.
 *
 * @param datetime for machines, as the {@code datetime} attribute of HTML's {@code time} wants it, in UTC
 * @param text for people: the time, the date before it unless that is today, and the zone's name behind it
 */
public record MomentText(String datetime, String text) {

    /**
     * @param moment to be shown
     * @param now what "today" is taken from
     * @param locale of the reader
     * @param zone in which the time is told; named in the text, for the reader may be in another one
     */
    public static MomentText of(Instant moment, Instant now, Locale locale, ZoneId zone) {
        ZonedDateTime local = moment.atZone(zone);
        boolean today = local.toLocalDate().equals(now.atZone(zone).toLocalDate());
        DateTimeFormatter format = today
                ? DateTimeFormatter.ofLocalizedTime(FormatStyle.SHORT)
                : DateTimeFormatter.ofLocalizedDateTime(FormatStyle.MEDIUM, FormatStyle.SHORT);
        DateTimeFormatter zoneName = DateTimeFormatter.ofPattern("zzz", locale);
        return new MomentText(
                moment.toString(), format.withLocale(locale).format(local) + " " + zoneName.format(local));
    }
}
