package io.github.gatehouse.sessionlimit.page;

import io.github.gatehouse.sessionlimit.admission.LiveSignIn;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Locale;

/**
 * One line of {@code choose-sign-ins-to-end.ftl}.
 *
 * @param id what the form posts when the line is chosen
 * @param browser null when not known
 * @param system null when not known
 * @param applications names, or keys of a message bundle
 * @param lastUsed when an application last used it
 * @param since when the person signed in
 * @param address null when not known
 * @param chosen whether the box is ticked
 */
public record SignInChoice(
        String id,
        String browser,
        String system,
        List<String> applications,
        MomentText lastUsed,
        MomentText since,
        String address,
        boolean chosen) {

    /** The line for a live sign-in; the other parameters are those of {@link MomentText#of}. */
    public static SignInChoice of(LiveSignIn signIn, boolean chosen, Instant now, Locale locale, ZoneId zone) {
        return new SignInChoice(
                signIn.id(),
                signIn.device().browser(),
                signIn.device().system(),
                signIn.applications(),
                MomentText.of(signIn.lastUsed(), now, locale, zone),
                MomentText.of(signIn.started(), now, locale, zone),
                signIn.address(),
                chosen);
    }
}
