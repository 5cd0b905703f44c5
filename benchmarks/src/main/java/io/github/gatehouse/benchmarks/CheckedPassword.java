package io.github.gatehouse.benchmarks;

import io.github.gatehouse.password.keycloak.EveryFailurePasswordPolicyManagerFactory;
import io.github.gatehouse.password.rule.AgentSafeRule;
import io.github.gatehouse.password.rule.CharacterTypesRule;
import io.github.gatehouse.password.rule.ForbiddenCharactersRule;
import io.github.gatehouse.password.rule.MinimumLengthRule;
import io.github.gatehouse.password.rule.NamesRule;
import io.github.gatehouse.password.rule.PasswordOwner;
import io.github.gatehouse.password.rule.PasswordRule;
import io.github.gatehouse.password.rule.RuleViolation;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.keycloak.policy.PasswordPolicyManagerProvider;
import org.keycloak.policy.PasswordPolicyProvider;
import org.keycloak.policy.PolicyError;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.passay.AllowedRegexRule;
import org.passay.CharacterCharacteristicsRule;
import org.passay.CharacterData;
import org.passay.CharacterRule;
import org.passay.DictionarySubstringRule;
import org.passay.EnglishCharacterData;
import org.passay.IllegalCharacterRule;
import org.passay.LengthRule;
import org.passay.PasswordData;
import org.passay.PasswordValidator;
import org.passay.Rule;
import org.passay.RuleResult;
import org.passay.UsernameRule;
import org.passay.dictionary.ArrayWordList;
import org.passay.dictionary.WordListDictionary;

/** What {@link RulesBenchmark} measures: one password checked by all rules, each finding as a code. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
public class CheckedPassword {

    /** 14 characters that keep every rule; repeated for a longer one. */
    private static final String KEEPS = "Winter25%Haven";

    /** 14 characters that break every rule: too few and too many, as the two are set then; names, one type, and so on. */
    private static final String BREAKS = "mara#mquist$mm";

    private static final PasswordOwner OWNER = new PasswordOwner("mquist", "Mara", "Quist");

    /** In characters; negative for the one that breaks every rule. */
    @Param("14")
    public int length;

    private String password;
    private int minimum;
    private int maximum;
    private PasswordValidator passay;
    private PasswordData passayPassword;
    private SessionStandIn stock;
    private SessionStandIn bundle;
    private PasswordPolicyManagerProvider manager;

    @Setup
    public void prepare() {
        int characters = Math.abs(length);
        password = (length < 0 ? BREAKS : KEEPS).repeat(characters / 14 + 1).substring(0, characters);
        minimum = length < 0 ? characters + 1 : 8;
        maximum = length < 0 ? characters - 1 : Math.max(characters, 32);
        passay = new PasswordValidator(passayRules());
        passayPassword = new PasswordData(OWNER.userName(), password);
        stock = realm("length(" + minimum + ") and upperCase(1) and lowerCase(1) and digits(1) and specialChars(1)"
                + " and notUsername and notContainsUsername");
        bundle = realm("minimumLength(" + minimum + ") and notContainsNames(3) and characterTypes(3)"
                + " and forbiddenCharacters(# $ * / @)");
        manager = new EveryFailurePasswordPolicyManagerFactory().create(bundle.session());
    }

    /** The rules of this bundle, made anew for each password as the server does. */
    @Benchmark
    public List<RuleViolation> bundle() {
        List<RuleViolation> violations = new ArrayList<>();
        for (PasswordRule rule : List.of(
                new MinimumLengthRule(minimum),
                new NamesRule(3),
                new CharacterTypesRule(3),
                new ForbiddenCharactersRule("# $ * / @"),
                new AgentSafeRule(maximum))) {
            Optional<RuleViolation> violation = rule.check(password, OWNER);
            violation.ifPresent(violations::add);
        }
        return violations;
    }

    /** The like rules of Passay, made once, the names included. */
    @Benchmark
    public RuleResult passay() {
        return passay.validate(passayPassword);
    }

    /** Keycloak's own policies that come nearest, all of them though one has refused already. */
    @Benchmark
    public List<PolicyError> stock() {
        List<PolicyError> errors = new ArrayList<>();
        for (PasswordPolicyProvider policy : stock.policies()) {
            PolicyError error = policy.validate(stock.realm(), stock.user(), password);
            if (error != null) {
                errors.add(error);
            }
        }
        return errors;
    }

    /** What the server calls, with the bound on the length. */
    @Benchmark
    public PolicyError manager() {
        return manager.validate(bundle.realm(), bundle.user(), password);
    }

    private List<Rule> passayRules() {
        CharacterData special = new CharacterData() {
            @Override
            public String getErrorCode() {
                return "INSUFFICIENT_SPECIAL";
            }

            @Override
            public String getCharacters() {
                return "!%^&()<>";
            }
        };
        return List.of(
                new LengthRule(minimum, maximum),
                new UsernameRule(false, true),
                new DictionarySubstringRule(
                        new WordListDictionary(new ArrayWordList(new String[] {"mara", "quist"}, false))),
                new CharacterCharacteristicsRule(
                        3,
                        new CharacterRule(EnglishCharacterData.UpperCase),
                        new CharacterRule(EnglishCharacterData.LowerCase),
                        new CharacterRule(EnglishCharacterData.Digit),
                        new CharacterRule(special)),
                new IllegalCharacterRule("#$*/@".toCharArray()),
                new AllowedRegexRule("[ -~]*"));
    }

    private static SessionStandIn realm(String policy) {
        return SessionStandIn.of(policy, OWNER.userName(), OWNER.firstName(), OWNER.lastName());
    }
}
