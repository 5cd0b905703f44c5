package io.github.gatehouse.sessionlimit.page;

import io.github.gatehouse.sessionlimit.admission.LiveSignIn;
import java.util.List;

/**
 * A live sign-in with what helps a person to know it again.
 *
 * @param signIn which one
 * @param address from which the person signed in; may be null, and is no address when a proxy sends none
 * @param device with which the person signed in
 * @param applications names of the clients that use it; may be keys of a message bundle like <code>${client_account}</code>
 */
public record DescribedSignIn(LiveSignIn signIn, String address, Device device, List<String> applications) {

    public DescribedSignIn {
        applications = List.copyOf(applications);
    }
}
