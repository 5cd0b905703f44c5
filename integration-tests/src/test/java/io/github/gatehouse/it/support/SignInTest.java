package io.github.gatehouse.it.support;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * A test of the whole sign-in: one real Keycloak with the shipped jars and the shipped realm, the portal, a mail catcher
 * and a real browser, shared by all classes of a run.
 *
 * <p>Test methods take what they need as parameters: {@link KeycloakUnderTest}, {@link Portal}, {@link Mailbox},
 * {@link ServerClock}, {@link People}, {@link Browsers}.
 */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@ExtendWith(SignInEnvironment.class)
public @interface SignInTest {}
