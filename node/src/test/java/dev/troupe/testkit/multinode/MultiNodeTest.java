package dev.troupe.testkit.multinode;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Each test method of the class runs in several JVMs at once, in each with a Troupe node that joins the others. It takes one
 * parameter, a {@link MultiNode}, and succeeds if it does so in all JVMs. The class needs a constructor without parameters;
 * methods run before or after each test are not run in those JVMs.
 */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@ExtendWith(MultiNodeExtension.class)
public @interface MultiNodeTest {
    /** How many JVMs. */
    int nodes() default 3;

    /** Settings of every node (HOCON), over small ones that suit tests. */
    String settings() default "";

    /** How long a test may take in seconds, the start of the JVMs included. */
    int timeoutSeconds() default 150;
}
