package dev.troupe.testkit;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * A {@link TestCluster} for the tests of a class:
 *
 * <pre>
 * {@literal @}RegisterExtension
 * static final TestClusterExtension CLUSTER = TestClusterExtension.ofNodes(3);
 * </pre>
 */
public final class TestClusterExtension implements BeforeAllCallback, AfterAllCallback {
    private final int count;
    private final Config settings;
    private @Nullable TestCluster cluster;

    private TestClusterExtension(int count, Config settings) {
        this.count = count;
        this.settings = settings;
    }

    /** One of so many nodes. */
    public static TestClusterExtension ofNodes(int count) {
        return ofNodes(count, ConfigFactory.empty());
    }

    /** The same with settings of the test. */
    public static TestClusterExtension ofNodes(int count, Config settings) {
        return new TestClusterExtension(count, settings);
    }

    /** The cluster. @throws IllegalStateException outside of the tests of the class */
    public TestCluster cluster() {
        if (cluster == null) {
            throw new IllegalStateException("the cluster runs only during the tests of its class");
        }
        return cluster;
    }

    @Override
    public void beforeAll(ExtensionContext context) {
        cluster = TestCluster.start(count, settings);
    }

    @Override
    public void afterAll(ExtensionContext context) {
        if (cluster != null) {
            cluster.close();
        }
        cluster = null;
    }
}
