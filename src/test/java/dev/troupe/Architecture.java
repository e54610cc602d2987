package dev.troupe;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.Dependency;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import org.apache.pekko.cluster.JoinConfigCompatChecker;
import org.apache.pekko.remote.FailureDetector;

/** The packages of Troupe, which may use which, and the rules that follow; owned by {@link ArchitectureTest}. */
final class Architecture {
    /** Package to the packages that it may use. A package that is not a key may not exist. */
    private static final Map<String, Set<String>> ARROWS = Map.ofEntries(
            Map.entry("", Set.of()),
            Map.entry("api", Set.of()),
            Map.entry("placement", Set.of()),
            Map.entry("heap", Set.of()),
            Map.entry("members", Set.of("placement")),
            Map.entry("store", Set.of("heap")),
            Map.entry("replication", Set.of("heap", "store")),
            Map.entry("metrics", Set.of()),
            Map.entry("security", Set.of("api")),
            Map.entry("client", Set.of("api", "placement")),
            Map.entry("proving", Set.of("api", "client")),
            Map.entry("replica", Set.of("placement", "members", "replication", "store", "metrics")),
            Map.entry(
                    "partition",
                    Set.of("api", "placement", "members", "heap", "store", "replication", "replica", "metrics")),
            Map.entry("persistence", Set.of("replica", "replication", "store")),
            Map.entry("cluster", Set.of("api", "placement", "members", "metrics")),
            Map.entry("http", Set.of("api", "heap", "security", "metrics")),
            Map.entry(
                    "node",
                    Set.of(
                            "api",
                            "placement",
                            "members",
                            "heap",
                            "store",
                            "replication",
                            "metrics",
                            "security",
                            "replica",
                            "partition",
                            "persistence",
                            "cluster",
                            "http")),
            Map.entry("extension", Set.of("api", "node")),
            Map.entry("cli", Set.of("api", "client", "metrics", "proving", "extension", "node")));

    private static final Set<String> JDK = Set.of("java", "javax", "org.jspecify");

    /** Pure package to the libraries it may use; packages that are not keys are free to use any. */
    private static final Map<String, Set<String>> LIBRARIES = Map.of(
            "api", JDK,
            "placement", JDK,
            "members", JDK,
            "heap", Set.of("java", "com.sun.management", "org.jspecify"),
            "store", JDK,
            "replication", JDK,
            "security", JDK,
            "client", JDK,
            "proving", JDK,
            "metrics", Set.of("java", "javax", "org.jspecify", "io.micrometer", "io.prometheus", "org.HdrHistogram"));

    private static final Set<String> JDK_LOGGERS = Set.of("java.lang.System$Logger", "java.lang.System$Logger$Level");

    private final String root;

    /** The rules over the packages below a root: {@code dev.troupe} itself, or one that plays it. */
    Architecture(String root) {
        this.root = root;
    }

    /** Packages are those of the table and use only what it says. */
    ArchRule arrows() {
        return classes()
                .that(areBelowTheRoot())
                .should(report("use only the packages that the table allows them", this::breaksTheTable))
                .allowEmptyShould(true);
    }

    /** Pure packages use the JDK (metrics: its meters too) and log nothing. */
    ArchRule purity() {
        return classes()
                .that(areBelowTheRoot())
                .should(report("be pure where their package is", this::breaksPurity))
                .allowEmptyShould(true);
    }

    /** What decides never talks to actors, wherever it lives. */
    ArchRule deciders() {
        return noClasses()
                .that(areBelowTheRoot())
                .and(describe("decide", type -> decides(outermost(type).getSimpleName())))
                .should()
                .dependOnClassesThat()
                .resideInAPackage("org.apache.pekko..")
                .allowEmptyShould(true);
    }

    /** Only the composition root reads configuration, and what Pekko itself makes in the cluster from it. */
    ArchRule settings() {
        return noClasses()
                .that(areBelowTheRoot())
                .and(describe(
                        "are neither in node nor join checks or failure detectors in cluster",
                        type -> !mayReadSettings(type)))
                .should()
                .dependOnClassesThat()
                .resideInAPackage("com.typesafe.config..")
                .allowEmptyShould(true);
    }

    /** No package uses itself through others. */
    ArchRule cycles() {
        return slices().matching(root + ".(*)..").should().beFreeOfCycles().allowEmptyShould(true);
    }

    private DescribedPredicate<JavaClass> areBelowTheRoot() {
        return describe("are below " + root, this::isOurs);
    }

    private boolean isOurs(JavaClass type) {
        return (type.getPackageName() + ".").startsWith(root + ".");
    }

    private String packageOf(JavaClass type) {
        String below = type.getPackageName().substring(root.length());
        return below.isEmpty() ? "" : below.substring(1).split("\\.", 2)[0];
    }

    private boolean breaksTheTable(Dependency dependency) {
        JavaClass target = dependency.getTargetClass().getBaseComponentType();
        String from = packageOf(dependency.getOriginClass());
        if (!ARROWS.containsKey(from)) {
            return true;
        }
        return isOurs(target)
                && !packageOf(target).equals(from)
                && !ARROWS.getOrDefault(from, Set.of()).contains(packageOf(target));
    }

    private boolean breaksPurity(Dependency dependency) {
        Set<String> libraries = LIBRARIES.get(packageOf(dependency.getOriginClass()));
        JavaClass target = dependency.getTargetClass().getBaseComponentType();
        if (libraries == null || target.isPrimitive() || isOurs(target)) {
            return false;
        }
        String name = target.getName();
        return name.startsWith("java.util.logging.")
                || JDK_LOGGERS.contains(name)
                || libraries.stream().noneMatch(library -> name.startsWith(library + "."));
    }

    private boolean mayReadSettings(JavaClass type) {
        String home = packageOf(type);
        return home.equals("node")
                || (home.equals("cluster")
                        && (outermost(type).isAssignableTo(JoinConfigCompatChecker.class)
                                || outermost(type).isAssignableTo(FailureDetector.class)));
    }

    private static boolean decides(String name) {
        return name.endsWith("Decider") || name.equals("Operation");
    }

    private static JavaClass outermost(JavaClass type) {
        return type.getEnclosingClass().map(Architecture::outermost).orElse(type);
    }

    private static ArchCondition<JavaClass> report(String claim, Predicate<Dependency> broken) {
        return new ArchCondition<>(claim) {
            @Override
            public void check(JavaClass type, ConditionEvents events) {
                type.getDirectDependenciesFromSelf().stream()
                        .filter(broken)
                        .forEach(found -> events.add(SimpleConditionEvent.violated(type, found.getDescription())));
            }
        };
    }
}
