package io.github.gatehouse.resetcredentials;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.List;
import java.util.Locale;
import javax.crypto.Mac;
import javax.crypto.SecretKey;
import javax.crypto.spec.SecretKeySpec;

/**
 * The address shown for a name that leads to no mail: always the same one for the same name, and of the kind that the
 * realm's people have, so that the page does not tell who has an account.
 *
 * <p>It imitates one real person, the model, picked by the name: the look-alike has the model's domain, and its two
 * visible characters relate to the typed name as the model's relate to the model's user name. So look-alikes vary as
 * real addresses do, in realms where every address is {@code <user name>@<one domain>} and in realms with addresses
 * of all sorts. One fixed domain would give away everybody who has an address elsewhere. Nothing else of the model
 * shows.
 *
 * <p>Who is picked, and every character that is not taken from the typed name, comes from an HMAC under a secret of
 * the realm: without the secret nobody can compute a look-alike and compare.
 */
public final class LookAlike {

    /** Roughly as often as people's names begin and end with them: "q" as often as "j" would look made up. */
    private static final String FIRST_LETTERS = "aaaabbccccdddeeffgghhiijjjjkkkllllmmmmmnnooppprrrrsssssttvw";

    private static final String LAST_LETTERS = "aaaaaaddeeeeeeeghiikkllllmmnnnnnnnnooorrrrrrssssssttyyyyzz";

    /** Common in user names of many languages, so that most of them lead to somebody even in a small realm. */
    private static final List<String> SYLLABLES = List.of(
            "an", "ar", "er", "in", "el", "al", "en", "or", "ma", "li", "ra", "on", "is", "na", "jo", "le", "mi", "st",
            "ch", "ri", "sa", "do", "th", "ha", "ke", "ro", "ic", "da", "am", "lo", "mo", "be");

    private final String typedName;
    private final byte[] digest;

    /**
     * @param secret known to the server only, the same on all its nodes
     * @param realm what tells this realm from others under the same secret
     * @param typedName as typed; letter case and outer spaces make no difference. Not null
     */
    public LookAlike(SecretKey secret, String realm, String typedName) {
        this.typedName = typedName.strip().toLowerCase(Locale.ROOT);
        this.digest = hmac(secret, "gatehouse look-alike\0" + realm + "\0" + this.typedName);
    }

    /**
     * Where to look for the model, best first: the first person whose user name contains the text and who has an
     * address. By text and not by position, so that adding somebody changes almost no look-alike.
     */
    public List<String> modelSearches() {
        return List.of(syllable(0), syllable(1), syllable(2), "");
    }

    /**
     * The address to show.
     *
     * @param userName the model's user name
     * @param address the model's address
     */
    public MaskedAddress imitating(String userName, MaskedAddress address) {
        // Whoever types an address and has an account sees that address: so must everybody else.
        return MaskedAddress.of(typedName).orElseGet(() -> imitate(beforeAt(userName), address));
    }

    private MaskedAddress imitate(String model, MaskedAddress address) {
        // An agent ID says nothing about the address behind it, whatever the model's user name does.
        boolean comparable = !model.isEmpty() && isNumber(model) == isNumber(typedName);
        boolean sameFirst = comparable && MaskedAddress.firstOf(model).equals(address.first());
        boolean sameLast = comparable && MaskedAddress.lastOf(model).equals(address.last());
        return new MaskedAddress(
                sameFirst && startsPlausibly() ? MaskedAddress.firstOf(typedName) : pick(FIRST_LETTERS, 3),
                sameLast && endsPlausibly() ? MaskedAddress.lastOf(typedName) : pick(LAST_LETTERS, 4),
                address.domain());
    }

    private boolean startsPlausibly() {
        return !typedName.isEmpty() && Character.isLetterOrDigit(typedName.codePointAt(0));
    }

    private boolean endsPlausibly() {
        return !typedName.isEmpty() && Character.isLetterOrDigit(typedName.codePointBefore(typedName.length()));
    }

    private static String beforeAt(String userName) {
        String lower = userName.toLowerCase(Locale.ROOT);
        int at = lower.indexOf('@');
        return at < 0 ? lower : lower.substring(0, at);
    }

    private static boolean isNumber(String name) {
        return !name.isEmpty() && name.codePoints().allMatch(Character::isDigit);
    }

    private String syllable(int position) {
        return SYLLABLES.get(Byte.toUnsignedInt(digest[position]) % SYLLABLES.size());
    }

    private String pick(String letters, int position) {
        return String.valueOf(letters.charAt(Byte.toUnsignedInt(digest[position]) % letters.length()));
    }

    private static byte[] hmac(SecretKey secret, String text) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(secret.getEncoded(), "HmacSHA256"));
            return mac.doFinal(text.getBytes(StandardCharsets.UTF_8));
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException("every JDK has HmacSHA256", impossible);
        }
    }
}
