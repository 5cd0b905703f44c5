package io.github.gatehouse.sessionlimit.page;

import io.github.gatehouse.sessionlimit.admission.PendingSignIn;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Locale;

/**
 * One line of {@code choose-sign-ins-to-end.ftl}.
 *
 * @param id what the form posts when the line is chosen
 * @param finished false: somebody began to sign in and has not come to the end; only {@code since} is known
 * @param browser null when not known
 * @param system null when not known
 * @param applications names, or keys of a message bundle
 * @param lastUsed when an application last used it; null when not finished
 * @param since when the person signed in, or began to
 * @param address null when not known
 * @param chosen whether the box is ticked
 */
public record SignInChoice(
        String id,
        boolean finished,
        String browser,
        String system,
        List<String> applications,
        MomentText lastUsed,
        MomentText since,
        String address,
        boolean chosen) {

    /** The line for a live sign-in; the other parameters are those of {@link MomentText#of}. */
    public static SignInChoice of(DescribedSignIn described, boolean chosen, Instant now, Locale locale, ZoneId zone) {
        return new SignInChoice(
                described.signIn().id(),
                true,
                described.device().browser(),
                described.device().system(),
                described.applications(),
                MomentText.of(described.signIn().lastUsed(), now, locale, zone),
                MomentText.of(described.signIn().started(), now, locale, zone),
                described.address(),
                chosen);
    }

    /** The line for an unfinished sign-in. */
    public static SignInChoice of(PendingSignIn pending, boolean chosen, Instant now, Locale locale, ZoneId zone) {
        return new SignInChoice(
                pending.id(),
                false,
                null,
                null,
                List.of(),
                null,
                MomentText.of(pending.started(), now, locale, zone),
                null,
                chosen);
    }
}
