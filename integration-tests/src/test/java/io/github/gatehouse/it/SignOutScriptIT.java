package io.github.gatehouse.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.microsoft.playwright.Page;
import io.github.gatehouse.it.support.Browsers;
import io.github.gatehouse.it.support.Portal;
import io.github.gatehouse.it.support.SignInTest;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The script for applications by itself: its arithmetic as tables. */
@SignInTest
class SignOutScriptIT {

    private static final String IMPORT = "const script = await import('/gatehouse-sign-out.js');";

    private final Page page;
    private final Portal portal;

    SignOutScriptIT(Portal portal, Browsers browsers) {
        this.portal = portal;
        page = browsers.newDevice().page();
    }

    @BeforeEach
    void openAPageThatRunsNothing() {
        page.clock().install();
        page.navigate(portal.url("/gatehouse-sign-out.js"));
    }

    /** Tokens of one session as "issued-expires", in seconds since its start; the maximum is 43200. */
    @ParameterizedTest
    @CsvSource({
        "0-1800,                                                   1800, false",
        "0-1800 1700-3500,                                         1800, false",
        "0-1800 0-1800,                                            1800, false",
        "0-1800 1-1801,                                            1800, false",
        "100-1900 0-1800,                                          1800, false",
        "0-1800 41000-42800 42500-43200,                           1800, false",
        "0-1800 41000-42800 42500-43200 43100-43200,               1800, true",
        "0-1800 42500-43200 42501-43200,                           1800, false",
        "42600-43200,                                              600,  false",
        "42600-43200 43100-43200,                                  600,  true",
        "0-1800 300-900,                                           1800, false",
        "0-1800 300-900 800-1400,                                  600,  false",
        "0-600 300-2100,                                           1800, false",
        "42600-43200 43100-43200 43150-44950,                      1800, false",
    })
    void theTokensTellTheIdleTimeAndTheMaximum(String tokens, int idle, boolean atMaximum) {
        List<Map<String, Object>> session = Arrays.stream(tokens.split(" "))
                .map(token -> token.split("-"))
                .<Map<String, Object>>map(
                        times -> Map.of("sid", "s", "iat", Integer.valueOf(times[0]), "exp", Integer.valueOf(times[1])))
                .toList();
        assertThat(evaluate("return argument.reduce(script.learn, null)", session))
                .asInstanceOf(InstanceOfAssertFactories.MAP)
                .containsEntry("idle", idle)
                .containsEntry("final", atMaximum);
    }

    @Test
    void aNewSignInForgetsTheNumbersOfTheOneBefore() {
        String learnt = "const known = script.learn(null, { sid: 'a', iat: 0, exp: 1800 });"
                + "return script.learn(known, { sid: 'b', iat: 10, exp: 70 }).idle";
        assertThat(evaluate(learnt, null)).isEqualTo(60);
    }

    /** Seconds since the sign-in; the idle time is 1800. */
    @ParameterizedTest
    @CsvSource({
        // now, last activity, newest token, its end, session's end, at maximum; what is due, and whether to refresh
        "0,     0,     0,     1800,  1800,  false, wait,  false",
        "1739,  0,     0,     1800,  1800,  false, wait,  false",
        "1740,  0,     0,     1800,  1800,  false, warn,  false",
        "1799,  0,     0,     1800,  1800,  false, warn,  false",
        "1800,  0,     0,     1800,  1800,  false, idle,  false",
        "9999,  0,     0,     1800,  1800,  false, idle,  false",
        "1679,  900,   0,     1800,  1800,  false, wait,  false",
        "1680,  900,   0,     1800,  1800,  false, wait,  true",
        "2639,  900,   1680,  3480,  3480,  false, wait,  false",
        "2640,  900,   1680,  3480,  3480,  false, warn,  false",
        "2700,  900,   1680,  3480,  3480,  false, idle,  false",
        "1801,  900,   0,     1800,  1800,  false, wait,  false",
        "1802,  900,   0,     1800,  1800,  false, ended, false",
        "1900,  900,   0,     1800,  3480,  false, wait,  false",
        "43100, 43090, 43000, 43200, 43200, true,  wait,  false",
        "43201, 43090, 43000, 43200, 43200, true,  wait,  false",
        "43202, 43190, 43000, 43200, 43200, true,  ended, false",
    })
    void activityTokensAndClockDecideWhatIsDue(
            int now, int active, int refreshed, int expires, int end, boolean atMaximum, String step, boolean refresh) {
        Map<String, Object> state = Map.of(
                "now", now * 1000,
                "lastActivity", active * 1000,
                "idle", 1_800_000,
                "refreshed", refreshed * 1000,
                "expires", expires * 1000,
                "sessionEnd", end * 1000,
                "final", atMaximum);
        assertThat(evaluate("return script.due(argument)", state))
                .asInstanceOf(InstanceOfAssertFactories.MAP)
                .containsEntry("step", step)
                .containsEntry("refresh", refresh);
    }

    @ParameterizedTest
    @CsvSource({"1800, 60", "180, 60", "90, 30", "30, 10"})
    void theWarningComesAMinuteOrAThirdOfTheIdleTimeBeforeTheEnd(int idle, int warning) {
        assertThat(evaluate("return script.warningTime(argument)", idle * 1000)).isEqualTo(warning * 1000);
    }

    /** A small model of Keycloak and of a person, for many idle times, maxima and habits. */
    @Test
    void whateverThePersonDoesTheEndIsTheIdleTimeAfterTheLastActivityOrTheMaximum() {
        Object wrong = evaluate("""
                let seed = 42;
                const random = (from, to) => {
                  seed = (seed * 48271) % 2147483647;
                  return Math.floor(from + (seed / 2147483647) * (to - from));
                };
                const wrong = [];
                for (let run = 0; run < 2000; run++) {
                  const idle = random(20, 3600) * 1000, maximum = random(idle / 2000, idle / 66) * 1000;
                  const pause = random(1000, idle * 0.6);
                  let now = 0, active = 0, refreshed = 0, known = null, needless = 0;
                  const refresh = () => {
                    needless += known && active <= refreshed ? 1 : 0;
                    const iat = Math.floor(now / 1000);
                    known = script.learn(known, { sid: 's', iat, exp: Math.min(iat + idle / 1000, maximum / 1000) });
                    refreshed = now;
                  };
                  const due = () => script.due({ now, lastActivity: active, idle: known.idle * 1000 - 1000, refreshed,
                    expires: known.exp * 1000, sessionEnd: known.exp * 1000, final: known.final });
                  const live = (step) => step === 'wait' || step === 'warn';
                  refresh();
                  let next = random(0, pause), acts = random(0, 40), rounds = 0, state = due();
                  for (; live(state.step) && rounds < 10000; rounds++) {
                    const acting = acts > 0 && next < state.at;
                    now = Math.ceil(acting ? next : state.at);
                    state = due();
                    if (acting && live(state.step)) {
                      active = now;
                      acts--;
                      next = now + random(100, pause * 2);
                      if (random(0, 10) < 3) refresh();
                      state = due();
                    }
                    if (state.refresh) {
                      refresh();
                      state = due();
                    }
                  }
                  const late = now - Math.min(active + idle, maximum);
                  if (late < -2000 || late > 3000 || needless > 0 || live(state.step)) {
                    wrong.push({ idle, maximum, active, now, late, needless, step: state.step });
                  }
                }
                return wrong;
                """, null);
        assertThat((List<?>) wrong).isEmpty();
    }

    @Test
    void withoutASignInTheApplicationIsToldWhatToDo() {
        assertThatThrownBy(() -> evaluate("script.watchSession({})", null))
                .hasMessageContaining("call it after keycloak.init");
    }

    private Object evaluate(String body, Object argument) {
        return page.evaluate("async (argument) => { " + IMPORT + body + " }", argument);
    }
}
