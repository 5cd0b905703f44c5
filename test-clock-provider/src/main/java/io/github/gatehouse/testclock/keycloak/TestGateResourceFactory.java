package io.github.gatehouse.testclock.keycloak;

/** Makes the {@link TestGateResource} known to Keycloak. */
public final class TestGateResourceFactory extends TestResourceFactory {

    public TestGateResourceFactory() {
        super("test-gate", TestGateResource::new);
    }
}
