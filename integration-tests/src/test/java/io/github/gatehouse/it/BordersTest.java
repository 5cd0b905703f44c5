package io.github.gatehouse.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.Dependency;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import io.github.gatehouse.it.support.Tree;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The borders of the house: what knows Keycloak stands in a package {@code keycloak} of its module, and no jar needs
 * another one but that of the password rules.
 */
class BordersTest {

    private static final String HOUSE = "io.github.gatehouse.";

    /** Module and the root packages that are its own. */
    private static final Map<String, List<String>> ROOMS = Map.of(
            "password-policy-provider", List.of(HOUSE + "password"),
            "temp-password-authenticator", List.of(HOUSE + "temporarypassword"),
            "session-limit-authenticator", List.of(HOUSE + "sessionlimit"),
            "sign-in-authenticator", List.of(HOUSE + "signin", HOUSE + "resetcredentials"));

    static Stream<String> rooms() {
        return ROOMS.keySet().stream().sorted();
    }

    @ParameterizedTest
    @MethodSource("rooms")
    void classesOutsideThePackageKeycloakKnowOnlyTheJdkAndTheirOwnRoom(String module) {
        JavaClasses classes = classesOf(module);

        assertThat(classes).as("classes of " + module).isNotEmpty();
        assertThat(dependencies(classes, c -> !inPackageKeycloak(c))
                        .filter(d -> !isJdk(d.getTargetClass()) && !isOf(module, d.getTargetClass()))
                        .map(Dependency::getDescription))
                .isEmpty();
    }

    @ParameterizedTest
    @MethodSource("rooms")
    void noRoomNeedsAnotherButThePasswordRules(String module) {
        JavaClasses classes = classesOf(module);

        assertThat(dependencies(classes, c -> true)
                        .filter(d -> named(d.getTargetClass()).startsWith(HOUSE))
                        .filter(d -> !isOf(module, d.getTargetClass())
                                && !isOf("password-policy-provider", d.getTargetClass()))
                        .map(Dependency::getDescription))
                .isEmpty();
    }

    @ParameterizedTest
    @MethodSource("rooms")
    void everyClassStandsInAPackageOfItsRoom(String module) {
        assertThat(classesOf(module))
                .allSatisfy(c -> assertThat(isOf(module, c)).as(c.getName()).isTrue());
    }

    private static JavaClasses classesOf(String module) {
        return new ClassFileImporter().importPath(Tree.root().resolve(module).resolve("target/classes"));
    }

    private static Stream<Dependency> dependencies(JavaClasses classes, Predicate<JavaClass> of) {
        return classes.stream().filter(of).flatMap(c -> c.getDirectDependenciesFromSelf().stream());
    }

    private static boolean inPackageKeycloak(JavaClass c) {
        return (c.getPackageName() + ".").contains(".keycloak.");
    }

    /** By where the class comes from, not by its name: {@code javax} and {@code jakarta} are in both worlds. */
    private static boolean isJdk(JavaClass c) {
        if (c.getBaseComponentType().isPrimitive()) {
            return true;
        }
        try {
            Class.forName(named(c), false, ClassLoader.getPlatformClassLoader());
            return true;
        } catch (ClassNotFoundException e) {
            return false;
        }
    }

    private static boolean isOf(String module, JavaClass c) {
        return ROOMS.get(module).stream().anyMatch(root -> named(c).startsWith(root + "."));
    }

    private static String named(JavaClass c) {
        return c.getBaseComponentType().getName();
    }
}
