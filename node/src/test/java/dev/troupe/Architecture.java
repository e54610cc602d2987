package dev.troupe;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.Dependency;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import org.apache.pekko.cluster.JoinConfigCompatChecker;
import org.apache.pekko.dispatch.ExecutorServiceConfigurator;
import org.apache.pekko.remote.FailureDetector;

/** The packages of Troupe, which may use which, and the rules that follow; owned by {@link ArchitectureTest}. */
final class Architecture {
    /**
     * Package and the packages that it may use, from the ground up: it uses only what stands above it here. A package that is not named may
     * not exist.
     */
    private static final Map<String, Set<String>> ARROWS = table("""
            api:
            api.loading: api
            placement:
            heap:
            wire: api
            metrics:
            members: placement
            client: api api.loading
            store.memory: heap
            store.index: store.memory
            store.segment: store.memory store.index
            store.policy: store.memory store.index store.segment
            store: store.memory store.index store.segment store.policy
            replication.state: heap store store.policy store.segment
            replication.messages: replication.state
            replication.copy: replication.state replication.messages
            replication.owner: replication.state replication.messages
            transport.dispatch:
            transport: heap wire transport.dispatch
            transport.direct: wire transport
            protocol: api placement heap wire store.segment replication.messages transport
            keeper: placement wire members store store.segment replication.state replication.messages replication.copy replication.owner protocol transport
            owner: api metrics store store.memory store.policy store.segment replication.state replication.messages replication.owner transport protocol keeper
            gateway.loading: api api.loading store.segment protocol
            gateway: api placement heap members store store.segment transport protocol keeper gateway.loading
            cluster.membership: api wire members
            cluster.liveness: wire metrics members cluster.membership
            cluster.moves: placement members cluster.membership
            http.message: api
            http.body: heap http.message
            http.connection: metrics http.message http.body
            http.entry: api metrics http.message http.body http.connection
            http.admin: api metrics http.message http.body http.connection http.entry
            http: api heap metrics http.message http.body http.connection http.entry http.admin
            settings: api placement heap replication.state protocol owner gateway cluster.membership http
            lifecycle: api placement metrics members protocol keeper owner gateway cluster.membership cluster.moves settings
            node: api placement heap metrics members replication.state transport transport.direct protocol keeper owner gateway cluster.membership cluster.liveness cluster.moves http http.connection settings lifecycle
            extension: api wire node settings
            proving.network:
            proving.history:
            proving.history.recording: proving.history
            proving.load: api proving.history
            proving: heap proving.history proving.load proving.network
            cli.io:
            cli.console: api client proving cli.io
            cli.command: api client proving node settings cli.io cli.console
            cli.replay: api client cli.console cli.io
            cli.verify: api client proving proving.history proving.history.recording proving.load proving.network cli.console cli.io
            cli.bench: api proving extension node cli.console cli.command
            cli: api client proving node settings cli.console cli.command cli.replay cli.verify cli.bench cli.io
            """);

    private static final Set<String> JDK = Set.of("java", "javax", "org.jspecify");

    /** Pure package, with those below it, to the libraries it may use; packages that are not keys are free to use any. */
    private static final Map<String, Set<String>> LIBRARIES = Map.of(
            "api", JDK,
            "placement", JDK,
            "members", JDK,
            "wire", Set.of("java", "org.jspecify", "org.apache.pekko.serialization"),
            "heap", Set.of("java", "com.sun.management", "org.jspecify"),
            "store", JDK,
            "replication", JDK,
            "client", JDK,
            "proving", JDK,
            "metrics", Set.of("java", "javax", "org.jspecify", "io.micrometer", "io.prometheus", "org.HdrHistogram"));

    /** What applications use; the rest is public only because packages are many. */
    private static final Set<String> PUBLISHED = Set.of("api", "api.loading", "client", "extension");

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
                        "are neither in node and settings, nor join checks or failure detectors in cluster, nor make executors",
                        type -> !mayReadSettings(type)))
                .should()
                .dependOnClassesThat()
                .resideInAPackage("com.typesafe.config..")
                .allowEmptyShould(true);
    }

    /** What applications can call names nothing that is not theirs. */
    ArchRule published() {
        return classes()
                .that(areBelowTheRoot())
                .and(describe("are published", type -> PUBLISHED.contains(packageOf(type)) && isVisible(type)))
                .should(namesOnlyPublished())
                .allowEmptyShould(true);
    }

    private ArchCondition<JavaClass> namesOnlyPublished() {
        return new ArchCondition<>("name only published types in what applications can call") {
            @Override
            public void check(JavaClass type, ConditionEvents events) {
                type.getCodeUnits().stream()
                        .filter(member -> member.getModifiers().contains(JavaModifier.PUBLIC))
                        .flatMap(member -> member.getAllInvolvedRawTypes().stream()
                                .map(JavaClass::getBaseComponentType)
                                .filter(named -> isOurs(named) && !PUBLISHED.contains(packageOf(named)))
                                .map(named -> member.getDescription() + " names " + named.getName()))
                        .forEach(found -> events.add(SimpleConditionEvent.violated(type, found)));
            }
        };
    }

    private static boolean isVisible(JavaClass type) {
        return type.getModifiers().contains(JavaModifier.PUBLIC)
                && type.getEnclosingClass().map(Architecture::isVisible).orElse(true);
    }

    /** Packages of the table in which nothing is. */
    Set<String> empty(JavaClasses types) {
        Set<String> known = new TreeSet<>(ARROWS.keySet());
        types.stream().filter(this::isOurs).map(this::packageOf).forEach(known::remove);
        return known;
    }

    /** Rows of the table that use what stands below them. */
    static List<String> upward() {
        List<String> before = new ArrayList<>();
        List<String> found = new ArrayList<>();
        ARROWS.forEach((name, used) -> {
            used.stream()
                    .filter(other -> !before.contains(other))
                    .map(other -> name + " uses " + other)
                    .forEach(found::add);
            before.add(name);
        });
        return found;
    }

    private static Map<String, Set<String>> table(String rows) {
        Map<String, Set<String>> table = new LinkedHashMap<>();
        rows.lines().forEach(row -> {
            String[] parts = row.split(":", 2);
            table.put(
                    parts[0],
                    Set.of(parts[1].isBlank() ? new String[0] : parts[1].strip().split(" ")));
        });
        table.put("", Set.of());
        return table;
    }

    /** No package uses itself through others. */
    ArchRule cycles() {
        return slices().matching(root + ".(**)").should().beFreeOfCycles().allowEmptyShould(true);
    }

    private DescribedPredicate<JavaClass> areBelowTheRoot() {
        return describe("are below " + root, this::isOurs);
    }

    private boolean isOurs(JavaClass type) {
        return (type.getPackageName() + ".").startsWith(root + ".");
    }

    private String packageOf(JavaClass type) {
        String below = type.getPackageName().substring(root.length());
        return below.isEmpty() ? "" : below.substring(1);
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
        Set<String> libraries =
                LIBRARIES.get(packageOf(dependency.getOriginClass()).split("\\.", 2)[0]);
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
                || home.equals("settings")
                || outermost(type).isAssignableTo(ExecutorServiceConfigurator.class)
                || (home.startsWith("cluster.")
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
