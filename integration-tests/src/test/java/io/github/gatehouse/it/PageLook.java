package io.github.gatehouse.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.deque.html.axecore.playwright.AxeBuilder;
import com.deque.html.axecore.results.Rule;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.ColorScheme;
import com.microsoft.playwright.options.ForcedColors;
import com.microsoft.playwright.options.Media;
import com.microsoft.playwright.options.ReducedMotion;
import io.github.gatehouse.it.support.Device;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** What every page has to look like. */
final class PageLook {

    private static final Path SCREENSHOTS = Path.of("screenshots");

    private PageLook() {}

    /** What a person may have set, beside the width of the window. */
    enum Medium {
        LIGHT,
        DARK,
        FORCED_COLORS,
        REDUCED_MOTION,
        PRINT;

        private Page.EmulateMediaOptions options() {
            return new Page.EmulateMediaOptions()
                    .setMedia(this == PRINT ? Media.PRINT : Media.SCREEN)
                    // A dark screen prints light.
                    .setColorScheme(this == DARK || this == PRINT ? ColorScheme.DARK : ColorScheme.LIGHT)
                    .setForcedColors(this == FORCED_COLORS ? ForcedColors.ACTIVE : ForcedColors.NONE)
                    .setReducedMotion(this == REDUCED_MOTION ? ReducedMotion.REDUCE : ReducedMotion.NO_PREFERENCE);
        }
    }

    /**
     * One way to look at a page.
     *
     * @param width in CSS pixels
     * @param height in CSS pixels; 320 by 256 is a window of 1280 by 1024 at 400 %
     */
    record View(int width, int height, Medium medium) {

        static View of(int width, Medium medium) {
            return new View(width, 800, medium);
        }

        @Override
        public String toString() {
            String view = width + "-" + medium.name().toLowerCase(Locale.ROOT).replace('_', '-');
            return height == 800 ? view : view + "-zoomed";
        }
    }

    private static final List<View> VIEWS = List.of(
            View.of(320, Medium.LIGHT),
            View.of(320, Medium.DARK),
            View.of(1280, Medium.LIGHT),
            View.of(1280, Medium.DARK));
    private static final List<View> FEWER_VIEWS = List.of(View.of(320, Medium.DARK), View.of(1280, Medium.LIGHT));

    /**
     * Takes pictures of the page that is open, at both widths in light and dark, and fails where it can be scrolled
     * sideways, where axe finds something, or where a stop of the tab key cannot be seen.
     *
     * @param name of the pictures
     */
    static void isFinished(Device device, String name) {
        VIEWS.forEach(view -> isFinished(device, SCREENSHOTS, name, view));
        theTabKeyReachesEverything(device.page(), name);
    }

    /** The same, in half the time: narrow in dark and wide in light only. */
    static void isFinishedToo(Device device, String name) {
        FEWER_VIEWS.forEach(view -> isFinished(device, SCREENSHOTS, name, view));
        theTabKeyReachesEverything(device.page(), name);
    }

    /**
     * One view of it, without the tab key.
     *
     * @param folder for the picture, under {@code target/}
     */
    static void isFinished(Device device, Path folder, String name, View view) {
        Page page = device.page();
        page.setViewportSize(view.width(), view.height());
        page.emulateMedia(view.medium().options());
        String picture = name + "-" + view;
        device.screenshot(folder, picture);
        assertThat((int) page.evaluate("document.documentElement.scrollWidth"))
                .as("width of %s", picture)
                .isLessThanOrEqualTo(view.width());
        // The other mode opens a tab for each call.
        assertThat(new AxeBuilder(page).setLegacyMode(true).analyze().getViolations())
                .as("axe on %s", picture)
                .extracting(Rule::getId, Rule::getNodes)
                .isEmpty();
    }

    /** Goes around the page once: nothing to click is left out. Seen is an outline of two pixels or more. */
    static void theTabKeyReachesEverything(Page page, String name) {
        // From the top, wherever the page puts the cursor. What is behind an open dialog is out of reach on purpose.
        page.evaluate("""
                () => {
                  window.reachable = document.querySelector("dialog:modal") ?? document.body;
                  window.reachable.tabIndex = -1;
                  window.reachable.focus();
                  window.reachable.removeAttribute("tabindex");
                  window.stops = new Set();
                }""");
        Map<?, ?> stop = tab(page);
        while (!(boolean) stop.get("around")) {
            assertThat((boolean) stop.get("seen"))
                    .as("focus on %s of %s", stop.get("element"), name)
                    .isTrue();
            stop = tab(page);
        }
        assertThat((List<?>) page.evaluate("""
                () => [...window.reachable.querySelectorAll("a[href], button, input, select, textarea, summary, [onclick]")]
                  .filter((e) => !e.disabled && e.type !== "hidden" && e.checkVisibility() && !window.stops.has(e))
                  // One of a group of radio buttons stands for all.
                  .filter((e) => e.type !== "radio" || ![...window.stops].some((s) => s.name === e.name))
                  .map((e) => e.outerHTML)"""))
                .as("not reached by the tab key on %s", name)
                .isEmpty();
    }

    private static Map<?, ?> tab(Page page) {
        page.keyboard().press("Tab");
        return (Map<?, ?>) page.evaluate("""
                () => {
                  const at = document.activeElement;
                  const style = getComputedStyle(at);
                  const around = window.stops.has(at) || at === document.body || at === document.documentElement;
                  window.stops.add(at);
                  return {
                    around,
                    element: at.outerHTML,
                    seen: style.outlineStyle === "solid" && parseFloat(style.outlineWidth) >= 2,
                  };
                }""");
    }
}
