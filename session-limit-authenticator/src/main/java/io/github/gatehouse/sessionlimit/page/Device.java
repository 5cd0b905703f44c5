package io.github.gatehouse.sessionlimit.page;

/**
 * What somebody signed in with, in words that a person knows.
 *
 * @param browser name of the browser without its version, or null when not known
 * @param system name of the operating system, or null when not known
 */
public record Device(String browser, String system) {

    public static final Device UNKNOWN = new Device(null, null);

    /**
     * From the words that Keycloak's device note keeps of the user agent.
     *
     * @param browser {@code name/version} or a name; null, blank and the parser's words for "no idea" are not known
     * @param system a name; likewise
     */
    public static Device of(String browser, String system) {
        return new Device(known(withoutVersion(browser)), known(system));
    }

    private static String withoutVersion(String browser) {
        int version = browser == null ? -1 : browser.lastIndexOf('/');
        return version < 0 ? browser : browser.substring(0, version);
    }

    private static String known(String name) {
        return name == null || name.isBlank() || name.equals("Other") || name.equals("Unknown") ? null : name;
    }
}
