package io.github.gatehouse.temporarypassword;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** How a temporary password is made. */
public enum TemporaryPasswordMode {
    /** From the person's name and phone number. */
    FORMULA,
    /** By chance: nobody can guess it, so somebody has to hand it over. */
    RANDOM;

    /** The name in settings, requests and answers. */
    public String id() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The mode of that name, or empty. */
    public static Optional<TemporaryPasswordMode> byId(String id) {
        return Arrays.stream(values()).filter(mode -> mode.id().equals(id)).findFirst();
    }
}
