package io.github.gatehouse.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.json.JsonWriteFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Route;
import io.github.gatehouse.it.support.Browsers;
import io.github.gatehouse.it.support.Tree;
import io.github.gatehouse.localserver.BundleJars;
import io.github.gatehouse.password.rule.AgentSafeRule;
import io.github.gatehouse.password.rule.CharacterTypesRule;
import io.github.gatehouse.password.rule.ForbiddenCharactersRule;
import io.github.gatehouse.password.rule.MinimumLengthRule;
import io.github.gatehouse.password.rule.NamesRule;
import io.github.gatehouse.password.rule.PasswordOwner;
import io.github.gatehouse.password.rule.PasswordRule;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * The rules as the server checks them and as the page ticks them are the same: both are asked about the same passwords,
 * the page's by the shipped script in real browsers. Needs no server. A run is repeated with {@code -Dseed=<the printed
 * one>}.
 */
class PasswordRuleTwinsIT {

    private static final int CASES = 100_000;
    private static final int BATCH = 10_000;

    /** ASCII only on the way to the browser: pairs of surrogates that are torn apart would not survive otherwise. */
    private static final ObjectMapper JSON =
            JsonMapper.builder().enable(JsonWriteFeature.ESCAPE_NON_ASCII).build();

    private static Browsers browsers;
    private static Map<Browsers.Kind, Page> pages;

    private final long seed = Long.getLong("seed", System.nanoTime());
    private final Random random = new Random(seed);
    private final GeneratedPasswords generated = new GeneratedPasswords(random);

    /** One question, and what the server answers: for each rule 1 if it is kept. */
    private record Case(List<PasswordRule> rules, PasswordOwner owner, String password, String answer) {

        static Case of(PasswordOwner owner, String password, PasswordRule... rules) {
            String answer = Arrays.stream(rules)
                    .map(rule -> rule.check(password, owner).isEmpty() ? "1" : "0")
                    .collect(Collectors.joining());
            return new Case(List.of(rules), owner, password, answer);
        }

        /** All alike for Firefox, whose normalize makes U+FFFD of them; so does every browser when it sends a form. */
        boolean hasLoneSurrogate() {
            return question().toString().codePoints().anyMatch(c -> Character.getType(c) == Character.SURROGATE);
        }

        List<Object> question() {
            return Arrays.asList(
                    rules.stream().map(PasswordRule::description).toList(),
                    password,
                    owner.userName(),
                    owner.firstName(),
                    owner.lastName());
        }
    }

    @BeforeAll
    static void loadTheShippedScript() throws IOException {
        String script = shippedScript();
        browsers = Browsers.start();
        pages = new EnumMap<>(Browsers.Kind.class);
        for (Browsers.Kind kind : Browsers.Kind.values()) {
            Page page = browsers.newDevice(kind).page();
            page.route("**/*", route -> route.fulfill(answer(route, script)));
            page.navigate("http://rules.test/");
            pages.put(kind, page);
        }
    }

    @AfterAll
    static void closeTheBrowser() {
        browsers.close();
    }

    @Test
    void serverAndPageAgreeOnGeneratedPasswordsAndSettings() throws JsonProcessingException {
        System.out.println("Password rules, server and page: seed " + seed);
        Map<String, int[]> counts = new TreeMap<>();
        List<Case> cases = IntStream.range(0, CASES).mapToObj(i -> generated()).toList();
        agree(cases);
        cases.forEach(c -> count(c, counts));
        // Only where each rule has been kept and broken often is the agreement worth something.
        counts.forEach((rule, keptAndBroken) -> assertThat(
                        Arrays.stream(keptAndBroken).min().orElseThrow())
                .as("how often %s was kept, or broken, seed %d", rule, seed)
                .isGreaterThan(CASES / 10));
        assertThat(counts).hasSize(5);
    }

    @Test
    void serverAndPageAgreeOnTheTypeOfEveryCharacterAndWhetherItIsAgentSafe() throws JsonProcessingException {
        agree(Arrays.stream(GeneratedPasswords.ASSIGNED)
                .mapToObj(character -> Case.of(
                        PasswordOwner.UNKNOWN,
                        Character.toString(character),
                        new CharacterTypesRule(1),
                        new AgentSafeRule(1)))
                .toList());
    }

    @Test
    void serverAndPageAgreeOnTheCaseOfEveryCharacterInAName() throws JsonProcessingException {
        List<Case> cases = new ArrayList<>();
        int[] characters = GeneratedPasswords.ASSIGNED;
        for (int from = 0; from < characters.length; from += 8) {
            int[] some = Arrays.copyOfRange(characters, from, Math.min(from + 8, characters.length));
            PasswordOwner owner = new PasswordOwner(GeneratedPasswords.text(some), null, null);
            cases.add(Case.of(owner, owner.userName().toUpperCase(Locale.ROOT), new NamesRule(1)));
            cases.add(Case.of(owner, owner.userName().toLowerCase(Locale.ROOT), new NamesRule(1)));
        }
        agree(cases);
    }

    @Test
    void serverAndPageAgreeOnWhatIsLeftOutOfAName() throws JsonProcessingException {
        agree(Arrays.stream(GeneratedPasswords.ASSIGNED)
                .mapToObj(character -> Case.of(
                        new PasswordOwner(null, "ab" + Character.toString(character) + "yz", null),
                        "ABYZ",
                        new NamesRule(4)))
                .toList());
    }

    private void agree(List<Case> cases) throws JsonProcessingException {
        List<String> differences = new ArrayList<>();
        for (int from = 0; from < cases.size(); from += BATCH) {
            List<Case> batch = cases.subList(from, Math.min(from + BATCH, cases.size()));
            String questions =
                    JSON.writeValueAsString(batch.stream().map(Case::question).toList());
            for (Browsers.Kind kind : Browsers.Kind.values()) {
                List<?> answers = askThePage(kind, questions);
                for (int i = 0; i < batch.size(); i++) {
                    Case c = batch.get(i);
                    if (!c.answer().equals(answers.get(i))
                            && !(kind == Browsers.Kind.FIREFOX && c.hasLoneSurrogate())
                            && differences.size() < 10) {
                        differences.add(c.answer() + " in the server, " + answers.get(i) + " in " + kind + ": "
                                + JSON.writeValueAsString(c.question()));
                    }
                }
            }
        }
        assertThat(differences)
                .as("kept (1) or broken (0), rule for rule; seed %d", seed)
                .isEmpty();
    }

    private static List<?> askThePage(Browsers.Kind kind, String questions) {
        return (List<?>) pages.get(kind).evaluate("""
                async (questions) => {
                  const { rules: twins } = await import("/rules.js");
                  return JSON.parse(questions).map(([rules, password, ...names]) => {
                    const [userName, firstName, lastName] = names.map((name) => name ?? undefined);
                    const owner = { userName, firstName, lastName };
                    return rules.map(({ id, setting }) => Number(twins[id](password, setting, owner))).join("");
                  });
                }""", questions);
    }

    private static void count(Case c, Map<String, int[]> counts) {
        for (int i = 0; i < c.answer().length(); i++) {
            String id = c.rules().get(i).description().id();
            counts.computeIfAbsent(id, unknown -> new int[2])[c.answer().charAt(i) - '0']++;
        }
    }

    private Case generated() {
        PasswordOwner owner = generated.owner();
        String password = generated.password(owner);
        return Case.of(
                owner,
                password,
                new MinimumLengthRule(1 + random.nextInt(20)),
                new CharacterTypesRule(1 + random.nextInt(4)),
                new ForbiddenCharactersRule(random.nextBoolean() ? "# $ * / @" : generated.text(4)),
                new NamesRule(1 + random.nextInt(5)),
                new AgentSafeRule(random.nextInt(4) == 0 ? 6 : 32));
    }

    private static Route.FulfillOptions answer(Route route, String script) {
        boolean isScript = route.request().url().endsWith("/rules.js");
        return new Route.FulfillOptions()
                .setContentType(isScript ? "text/javascript; charset=utf-8" : "text/html")
                .setBody(isScript ? script : "");
    }

    private static String shippedScript() throws IOException {
        try (JarFile jar = new JarFile(
                BundleJars.jarOf(Tree.root(), "password-policy-provider").toFile())) {
            List<JarEntry> scripts = jar.stream()
                    .filter(entry -> entry.getName().matches(".*/js/gatehouse-password-rules.*\\.js"))
                    .toList();
            assertThat(scripts)
                    .as("the one script; where it was renamed, mvn clean takes the old one away")
                    .hasSize(1);
            return new String(jar.getInputStream(scripts.get(0)).readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
