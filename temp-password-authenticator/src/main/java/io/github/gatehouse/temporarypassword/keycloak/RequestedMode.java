package io.github.gatehouse.temporarypassword.keycloak;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.github.gatehouse.temporarypassword.TemporaryPasswordMode;
import java.util.Optional;

/** Reads which temporary password a request asks for. */
final class RequestedMode {

    static final String FIELD = "mode";

    /** A field named twice and something behind the object are mistakes that Jackson otherwise passes over. */
    private static final ObjectMapper STRICT = JsonMapper.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();

    private RequestedMode() {}

    /**
     * Reads the body of a request.
     *
     * @param body may be null
     * @param byDefault what a request without a body, or with an empty object, asks for
     * @return empty if the body is no JSON object whose only field, {@code mode}, is the id of a mode
     */
    static Optional<TemporaryPasswordMode> read(String body, TemporaryPasswordMode byDefault) {
        if (body == null || body.isBlank()) {
            return Optional.of(byDefault);
        }
        JsonNode fields;
        try {
            fields = STRICT.readTree(body);
        } catch (JsonProcessingException e) {
            return Optional.empty();
        }
        if (!fields.isObject()) {
            return Optional.empty();
        }
        if (fields.isEmpty()) {
            return Optional.of(byDefault);
        }
        JsonNode mode = fields.path(FIELD);
        return fields.size() == 1 && mode.isTextual() ? TemporaryPasswordMode.byId(mode.textValue()) : Optional.empty();
    }
}
