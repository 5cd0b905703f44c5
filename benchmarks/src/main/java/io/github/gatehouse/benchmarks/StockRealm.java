package io.github.gatehouse.benchmarks;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/** The shipped realm as a server without the jars can take it: stock's flows and themes, no policies. */
final class StockRealm {

    private StockRealm() {}

    /**
     * @param shipped the realm file of the bundle
     * @return the realm file for stock, as text
     */
    static String of(Path shipped) throws IOException {
        ObjectNode realm = (ObjectNode) new ObjectMapper().readTree(shipped.toFile());
        realm.remove(List.of("passwordPolicy", "loginTheme", "emailTheme"));
        realm.put("browserFlow", "browser");
        realm.put("directGrantFlow", "direct grant");
        realm.put("resetCredentialsFlow", "reset credentials");
        ArrayNode stockFlows = realm.arrayNode();
        for (var flow : realm.path("authenticationFlows")) {
            if (!flow.path("alias").asText().startsWith("gatehouse ")) {
                stockFlows.add(flow);
            }
        }
        realm.set("authenticationFlows", stockFlows);
        return realm.toPrettyString();
    }
}
