package io.github.gatehouse.localserver;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * How one Keycloak is to run.
 *
 * @param http where browsers and applications reach it
 * @param management where health is asked
 * @param data folder of the embedded database; made when missing, kept when the server ends
 * @param realmFile imported when the realm is not in the database yet; null when none is to be
 * @param log where the server's output goes; replaced at each start
 * @param adminUser name of the first realm admin, used only in an empty database
 * @param adminPassword his password
 * @param environment further variables, for the placeholders of the realm file, and settings of Keycloak that take the
 *     place of those here: {@code KC_DB_URL} and so on
 * @param javaOptions further options of the JVM
 */
public record KeycloakSettings(
        LoopbackPort http,
        LoopbackPort management,
        Path data,
        Path realmFile,
        Path log,
        String adminUser,
        String adminPassword,
        Map<String, String> environment,
        List<String> javaOptions) {

    /** The embedded database in the folder of the data, as {@code KC_DB_URL} names it. */
    public String databaseUrl() {
        return "jdbc:h2:file:" + data.toAbsolutePath() + "/keycloakdb;NON_KEYWORDS=VALUE;DB_CLOSE_ON_EXIT=FALSE";
    }
}
