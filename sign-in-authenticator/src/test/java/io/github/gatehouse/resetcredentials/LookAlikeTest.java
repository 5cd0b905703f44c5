package io.github.gatehouse.resetcredentials;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import javax.crypto.SecretKey;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LookAlikeTest {

    private static final SecretKey SECRET = key("a secret of the realm");

    @Test
    void aNameAlwaysHasTheSameLookAlike() {
        assertThat(shown("nobody", "jdoe", "john.d@example.com"))
                .isEqualTo(shown("nobody", "jdoe", "john.d@example.com"));
    }

    @Test
    void letterCaseAndOuterSpacesMakeNoDifference() {
        String lookAlike = shown("nobody", "jdoe", "x.y@example.com");

        assertThat(shown(" NoBody ", "jdoe", "x.y@example.com")).isEqualTo(lookAlike);
        assertThat(lookAlike("NOBODY").modelSearches())
                .isEqualTo(lookAlike("nobody").modelSearches());
    }

    @Test
    void withoutTheSecretItCannotBeComputed() {
        List<String> names = names(200);
        long sameUnderAnother = names.stream()
                .filter(name -> new LookAlike(key("another secret"), "realm", name)
                        .imitating("jdoe", mask("x.y@example.com"))
                        .toString()
                        .equals(shown(name, "jdoe", "x.y@example.com")))
                .count();

        assertThat(sameUnderAnother).as("of 200, by chance").isLessThan(20);
    }

    @Test
    void anotherRealmHasOtherLookAlikes() {
        long same = names(200).stream()
                .filter(name -> new LookAlike(SECRET, "another realm", name)
                        .modelSearches()
                        .equals(lookAlike(name).modelSearches()))
                .count();

        assertThat(same).as("of 200, by chance").isLessThan(20);
    }

    @ParameterizedTest
    @CsvSource({
        // typed, model's user name, model's address, look-alike
        "ghost,   jdoe,           jdoe@example.com,       g••••••t@example.com",
        "ghost,   jdoe,           john.doe@example.org,   g••••••t@example.org",
        "ghost,   JDoe,           jdoe@example.com,       g••••••t@example.com",
        "ghost,   jd@example.com, jd@example.com,         g••••••t@example.com",
        "7007,    1001,           1001@example.com,       7••••••7@example.com"
    })
    void itRelatesToTheTypedNameAsTheModelsAddressToTheModelsName(
            String typed, String userName, String address, String expected) {
        assertThat(shown(typed, userName, address)).isEqualTo(expected);
    }

    @Test
    void whereAddressesDoNotFollowTheUserNamesLookAlikesDoNotEither() {
        Map<Boolean, Long> startingLikeTheName = names(300).stream()
                .collect(Collectors.partitioningBy(
                        name -> shown(name, "jdoe", "sunshine77@example.com").startsWith(name.substring(0, 1)),
                        Collectors.counting()));

        assertThat(startingLikeTheName.get(true)).isLessThan(startingLikeTheName.get(false));
    }

    @Test
    void onlyOneOfTheTwoCharactersMayFollowTheName() {
        assertThat(shown("ghost", "jdoe", "john@example.com")).startsWith("g••••••");
        assertThat(shown("ghost", "jdoe", "the.doe@example.com")).contains("••••••t@");
    }

    @Test
    void anUnknownAgentIdShowsLettersLikeAKnownOne() {
        assertThat(shown("1001", "jdoe", "jdoe@example.com")).matches("[a-z]••••••[a-z]@example\\.com");
    }

    @Test
    void whoeverTypesAnAddressSeesThatAddress() {
        assertThat(shown("Some.Body@Else.org", "jdoe", "jdoe@example.com")).isEqualTo("s••••••y@else.org");
    }

    @ParameterizedTest
    @CsvSource({"''", "' '", "<script>", "${7*7}", "@", "a@", "'\"'", "-"})
    void whateverIsTypedLooksLikeAnAddress(String typed) {
        assertThat(shown(typed, "jdoe", "jdoe@example.com"))
                .matches("[\\p{L}\\p{Nd}]••••••[\\p{L}\\p{Nd}]@example\\.com");
        assertThat(lookAlike(typed).imitating("", new MaskedAddress("", "", "example.com")))
                .asString()
                .matches("[a-z]••••••[a-z]@example\\.com");
    }

    @Test
    void differentNamesLookForDifferentModels() {
        long different = names(300).stream()
                .map(name -> lookAlike(name).modelSearches().get(0))
                .distinct()
                .count();

        assertThat(different).isGreaterThan(20);
    }

    @Test
    void theLastSearchFindsAnybody() {
        assertThat(lookAlike("nobody").modelSearches()).endsWith("").hasSize(4);
    }

    private static String shown(String typed, String userName, String address) {
        return lookAlike(typed).imitating(userName, mask(address)).toString();
    }

    private static LookAlike lookAlike(String typed) {
        return new LookAlike(SECRET, "realm", typed);
    }

    private static MaskedAddress mask(String address) {
        return MaskedAddress.of(address).orElseThrow();
    }

    private static List<String> names(int count) {
        return IntStream.range(0, count).mapToObj(i -> "name" + i + "x").toList();
    }

    private static SecretKey key(String text) {
        return new SecretKeySpec(text.getBytes(StandardCharsets.UTF_8), "HmacSHA512");
    }
}
