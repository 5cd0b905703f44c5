package io.github.gatehouse.it;

import com.microsoft.playwright.CDPSession;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.LoadState;
import io.github.gatehouse.it.support.Device;

/**
 * What a page costs that was never seen before.
 *
 * @param requests until nothing more is asked for
 * @param bytes on the wire, headers included
 */
record PageWeight(int requests, long bytes) {

    /** Loads the page that is open again, with nothing cached. */
    static PageWeight of(Device device) {
        Page page = device.page();
        page.waitForLoadState(LoadState.NETWORKIDLE);
        CDPSession session = device.context().newCDPSession(page);
        session.send("Network.enable");
        session.send("Network.clearBrowserCache");
        int[] requests = {0};
        long[] bytes = {0};
        session.on("Network.loadingFinished", event -> {
            requests[0]++;
            bytes[0] += event.get("encodedDataLength").getAsLong();
        });
        page.navigate(page.url());
        page.waitForLoadState(LoadState.NETWORKIDLE);
        session.detach();
        return new PageWeight(requests[0], bytes[0]);
    }

    @Override
    public String toString() {
        return requests + " requests, " + bytes + " bytes";
    }
}
