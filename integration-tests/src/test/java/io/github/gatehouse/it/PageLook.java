package io.github.gatehouse.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.deque.html.axecore.playwright.AxeBuilder;
import com.deque.html.axecore.results.Rule;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.ColorScheme;
import io.github.gatehouse.it.support.Device;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/** What every page has to look like. */
final class PageLook {

    private static final List<Integer> WIDTHS = List.of(320, 1280);

    private PageLook() {}

    /**
     * Takes pictures of the page that is open, at both widths in light and dark, and fails where it can be scrolled
     * sideways, where axe finds something, or where a stop of the tab key cannot be seen.
     *
     * @param name of the pictures
     */
    static void isFinished(Device device, String name) {
        for (int width : WIDTHS) {
            for (ColorScheme scheme : List.of(ColorScheme.LIGHT, ColorScheme.DARK)) {
                isFinished(device, name, width, scheme);
            }
        }
        everyStopOfTheTabKeyIsSeen(device.page(), name);
    }

    /** The same, in half the time: narrow in dark and wide in light only. */
    static void isFinishedToo(Device device, String name) {
        isFinished(device, name, 320, ColorScheme.DARK);
        isFinished(device, name, 1280, ColorScheme.LIGHT);
        everyStopOfTheTabKeyIsSeen(device.page(), name);
    }

    private static void isFinished(Device device, String name, int width, ColorScheme scheme) {
        Page page = device.page();
        page.setViewportSize(width, 800);
        String view = name + "-" + width + "-" + scheme.name().toLowerCase(Locale.ROOT);
        page.emulateMedia(new Page.EmulateMediaOptions().setColorScheme(scheme));
        device.screenshot(view);
        assertThat((int) page.evaluate("document.documentElement.scrollWidth"))
                .as("width of %s", view)
                .isLessThanOrEqualTo(width);
        assertThat(new AxeBuilder(page).analyze().getViolations())
                .as("axe on %s", view)
                .extracting(Rule::getId, Rule::getNodes)
                .isEmpty();
    }

    /** Goes around the page once. Seen is an outline of two pixels or more. */
    private static void everyStopOfTheTabKeyIsSeen(Page page, String name) {
        Set<Object> stops = new HashSet<>();
        Map<?, ?> stop = tab(page);
        while (!(boolean) stop.get("end") && stops.add(stop.get("element"))) {
            assertThat((boolean) stop.get("seen"))
                    .as("focus on %s of %s", stop.get("element"), name)
                    .isTrue();
            stop = tab(page);
        }
        assertThat(stops).as("stops of the tab key on %s", name).isNotEmpty();
    }

    private static Map<?, ?> tab(Page page) {
        page.keyboard().press("Tab");
        return (Map<?, ?>) page.evaluate("""
                () => {
                  const at = document.activeElement;
                  const style = getComputedStyle(at);
                  return {
                    end: at === document.body || at === document.documentElement,
                    element: at.outerHTML,
                    seen: style.outlineStyle === "solid" && parseFloat(style.outlineWidth) >= 2,
                  };
                }""");
    }
}
