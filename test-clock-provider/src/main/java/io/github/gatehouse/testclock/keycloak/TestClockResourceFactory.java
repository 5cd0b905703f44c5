package io.github.gatehouse.testclock.keycloak;

/** Makes the {@link TestClockResource} known to Keycloak. */
public final class TestClockResourceFactory extends TestResourceFactory {

    public TestClockResourceFactory() {
        super("test-clock", TestClockResource::new);
    }
}
