package io.github.gatehouse.it.support;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.StreamSupport;

/**
 * The shipped {@code docker-compose.yml} as docker-compose itself reads it; that needs no container engine.
 *
 * @param accepted whether docker-compose takes the file
 * @param file with everything filled in; empty when it does not
 * @param complaint what docker-compose prints then
 */
public record DockerCompose(boolean accepted, JsonNode file, String complaint) {

    /**
     * @param folder where {@code docker-compose.yml} is
     * @param variables of whoever runs docker-compose; nothing else is in the environment
     */
    public static DockerCompose read(Path folder, Map<String, String> variables) {
        ProcessBuilder builder = new ProcessBuilder("docker-compose", "config").directory(folder.toFile());
        String path = System.getenv("PATH");
        builder.environment().clear();
        builder.environment().put("PATH", path);
        builder.environment().putAll(variables);
        Path output = Tree.target().resolve("docker-compose-config.yml");
        Path errors = Tree.target().resolve("docker-compose-config.log");
        builder.redirectOutput(output.toFile()).redirectError(errors.toFile());
        try {
            boolean accepted = builder.start().waitFor() == 0;
            return new DockerCompose(
                    accepted,
                    new YAMLMapper().readTree(output.toFile()),
                    Files.readString(errors, StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(
                    "docker-compose cannot be run. Install it: apt-get install --no-install-recommends docker-compose",
                    e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /** By name. */
    public JsonNode services() {
        return file.path("services");
    }

    /** What a service has in its environment; a variable that nobody has set is not in it. */
    public Map<String, String> environment(String service) {
        Map<String, String> environment = new TreeMap<>();
        services()
                .path(service)
                .path("environment")
                .properties()
                .forEach(entry -> environment.put(
                        entry.getKey(), entry.getValue().isNull() ? null : unescaped(entry.getValue())));
        environment.values().removeIf(value -> value == null);
        return environment;
    }

    public List<String> command(String service) {
        return words(services().path(service).path("command"));
    }

    /** The command that is run in the container, without docker-compose's own first word. */
    public List<String> healthCheck(String service) {
        List<String> words = words(services().path(service).path("healthcheck").path("test"));
        return words.subList(1, words.size());
    }

    private static List<String> words(JsonNode list) {
        return StreamSupport.stream(list.spliterator(), false)
                .map(DockerCompose::unescaped)
                .toList();
    }

    /** docker-compose doubles the dollars, so that its output can be its input. */
    private static String unescaped(JsonNode value) {
        return value.asText().replace("$$", "$");
    }
}
