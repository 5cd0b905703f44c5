package io.github.gatehouse.it.support;

import io.github.gatehouse.localserver.PortalServer;

/** The sample portal, an application that signs in at the {@link KeycloakUnderTest}. */
public final class Portal {

    private final PortalServer server;

    Portal(PortalServer server) {
        this.server = server;
    }

    /**
     * @param path with a slash at the beginning, query included
     */
    public String url(String path) {
        return server.url() + path;
    }
}
