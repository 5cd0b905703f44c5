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
import java.text.Normalizer;
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

    /** What case, accents, width, signs, white space and surrogates make difficult. */
    private static final int[] DIFFICULT =
            ("ßẞſςσΣİıiIéÉñÑÅåǅªⒶﬁﬀ王Иŉǰΐᾳ①ｱ㎏ᲐაꭰᎠ\u0301\u0307\u0345\u00a0\u2007\u2011\u2028\u202f\u3000\ufeff\u0085"
                            + "\u001c\u001f\u000b\u1680\u180e\u200b\ue000😀𝐀𐐀\0")
                    .codePoints()
                    .toArray();

    private static final int[] PLAIN =
            "aAbBcCdDeEzZ0192 !%^&()<>#$*/@-_.,'\t".codePoints().toArray();

    /** In the JDK that runs the test, which may know more characters than an older one, and less than the browser. */
    private static final int[] ASSIGNED = IntStream.rangeClosed(0, Character.MAX_CODE_POINT)
            .filter(Character::isDefined)
            .filter(character -> Character.getType(character) != Character.PRIVATE_USE)
            .toArray();

    private static Browsers browsers;
    private static Map<Browsers.Kind, Page> pages;

    private final long seed = Long.getLong("seed", System.nanoTime());
    private final Random random = new Random(seed);

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
        agree(Arrays.stream(ASSIGNED)
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
        for (int from = 0; from < ASSIGNED.length; from += 8) {
            int[] some = Arrays.copyOfRange(ASSIGNED, from, Math.min(from + 8, ASSIGNED.length));
            PasswordOwner owner = new PasswordOwner(text(some), null, null);
            cases.add(Case.of(owner, owner.userName().toUpperCase(Locale.ROOT), new NamesRule(1)));
            cases.add(Case.of(owner, owner.userName().toLowerCase(Locale.ROOT), new NamesRule(1)));
        }
        agree(cases);
    }

    @Test
    void serverAndPageAgreeOnWhatIsLeftOutOfAName() throws JsonProcessingException {
        agree(Arrays.stream(ASSIGNED)
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
        PasswordOwner owner = new PasswordOwner(userName(), name(), name());
        String password =
                switch (random.nextInt(4)) {
                    case 0 -> text(20);
                    case 1 -> text(6) + written(owner.userName()) + text(6);
                    case 2 -> text(6) + written(owner.firstName()) + text(6);
                    default -> text(6) + written(owner.lastName()) + text(6);
                };
        return Case.of(
                owner,
                password,
                new MinimumLengthRule(1 + random.nextInt(20)),
                new CharacterTypesRule(1 + random.nextInt(4)),
                new ForbiddenCharactersRule(random.nextBoolean() ? "# $ * / @" : text(4)),
                new NamesRule(1 + random.nextInt(5)),
                new AgentSafeRule(random.nextInt(4) == 0 ? 6 : 32));
    }

    private String userName() {
        String name = name();
        return name != null && random.nextBoolean() ? name + "@" + text(4) : name;
    }

    private String name() {
        return switch (random.nextInt(8)) {
            case 0 -> null;
            case 1 -> text(5) + random.nextInt(10) + " " + text(5);
            case 2 -> text(5) + "-" + text(5);
            // Cut, as what is behind 1 024 characters is.
            case 3 -> random.nextInt(50) == 0 ? "-x".repeat(510) + text(10) : text(10);
            default -> text(10);
        };
    }

    /** The name, or a piece of it, as somebody could write it into a password. */
    private String written(String name) {
        if (name == null || name.isEmpty()) {
            return "";
        }
        int from = random.nextInt(name.length());
        int to = from + random.nextInt(name.length() - from) + 1;
        return switch (random.nextInt(7)) {
            case 0 -> name.toUpperCase(Locale.ROOT);
            case 1 -> name.toLowerCase(Locale.ROOT);
            case 2 -> decomposed(name);
            case 3 -> Normalizer.normalize(name, Normalizer.Form.NFC);
            case 4 -> name.replaceAll("[^\\p{L}\\p{Nd}]", "");
            case 5 -> name.substring(from, to);
            default -> name;
        };
    }

    private static String decomposed(String text) {
        return Normalizer.normalize(text, Normalizer.Form.NFKD).replaceAll("\\p{Mn}", "");
    }

    private String text(int longest) {
        int[] characters =
                switch (random.nextInt(4)) {
                    case 0 -> ASSIGNED;
                    case 1 -> DIFFICULT;
                    default -> PLAIN;
                };
        return text(IntStream.range(0, random.nextInt(longest) + 1)
                .map(i -> characters[random.nextInt(characters.length)])
                .toArray());
    }

    private static String text(int[] characters) {
        return new String(characters, 0, characters.length);
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
