package dev.troupe.node;

import com.typesafe.config.Config;
import dev.troupe.http.connection.Descriptors;
import dev.troupe.lifecycle.FatalErrors;
import dev.troupe.lifecycle.Termination;
import java.io.PrintStream;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.pekko.actor.CoordinatedShutdown;
import org.apache.pekko.actor.typed.ActorSystem;
import org.jspecify.annotations.Nullable;

/**
 * How a process that is one node ends, whatever ends it: a signal, the node by itself, or a fatal error. The node leaves its cluster if it
 * was on its way into one, and the exit code says how it went. Safe for use by many threads; one in a process.
 */
public final class ProcessExit {
    /** All phases of the shutdown, each taken for as long as it may last. */
    public static final Duration LONGEST_SHUTDOWN = Duration.ofSeconds(150);
    /** As long as a healthy node takes to leave: what is half dead may never get through, and is in the way of others meanwhile. */
    private static final Duration LONGEST_FATAL = Duration.ofSeconds(15);

    private static final AtomicReference<@Nullable ProcessExit> INSTALLED = new AtomicReference<>();

    private final PrintStream err = System.err;
    private final Descriptors descriptors = Descriptors.ofThisProcess();
    private final AtomicReference<@Nullable Throwable> fatal = new AtomicReference<>();
    private final CountDownLatch failed = new CountDownLatch(1);
    private volatile int codeOfMain = NodeExitCode.STOPPED;
    private @Nullable ActorSystem<?> joining;

    private ProcessExit() {}

    /** From now on the process ends as a node does; of two calls the second does nothing. For a process that runs nothing else. */
    public static ProcessExit install() {
        ProcessExit exit = INSTALLED.get();
        if (exit != null) {
            return exit;
        }
        ProcessExit made = new ProcessExit();
        INSTALLED.set(made);
        Thread.setDefaultUncaughtExceptionHandler(made::onUncaught);
        Runtime.getRuntime().addShutdownHook(new Thread(made::end, "troupe-exit"));
        // Made now: at a fatal error there may be no memory and no descriptor left to make it with.
        Thread ending = new Thread(made::endWhenFailed, "troupe-fatal-exit");
        ending.setDaemon(true);
        ending.start();
        return made;
    }

    /** Ends the process with what its main method came to, if nothing worse has happened. */
    public static void exit(int code) {
        ProcessExit exit = INSTALLED.get();
        if (exit != null) {
            exit.codeOfMain = code;
        }
        System.exit(code);
    }

    /** Makes the actor system of the node. */
    ActorSystem<Void> system(String name, Config config) {
        return NodeActorSystem.create(name, config, new FatalErrors(this::onFatal));
    }

    /** The node is about to join its cluster: from now on it has to leave before the process ends. */
    synchronized void joins(ActorSystem<?> system) {
        joining = system;
        // A hook of the plain runtime is not enough: the transport's own would not wait for it before it cuts all
        // connections, and the node would vanish instead of leaving.
        CoordinatedShutdown.get(system).addJvmShutdownHook(this::end);
    }

    /** The exit code of a node that has ended for this reason. */
    int code(Optional<CoordinatedShutdown.Reason> reason) {
        return fatal.get() == null ? NodeExitCode.of(reason) : NodeExitCode.FATAL;
    }

    // ---- the end

    /** A process that ends by a signal would exit with 128 + n; halting here gives the code that says how it went. */
    private synchronized void end() {
        int code = joining == null ? codeOfMain : leave(joining);
        Runtime.getRuntime().halt(fatal.get() == null ? code : NodeExitCode.FATAL);
    }

    private int leave(ActorSystem<?> system) {
        try {
            Duration longest = fatal.get() == null ? LONGEST_SHUTDOWN : LONGEST_FATAL;
            Termination.shutdown(system, CoordinatedShutdown.jvmExitReason())
                    .get(longest.toMillis(), TimeUnit.MILLISECONDS);
            return code(CoordinatedShutdown.get(system).getShutdownReason());
        } catch (ExecutionException | TimeoutException late) {
            return NodeExitCode.FAILED;
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            return NodeExitCode.FAILED;
        }
    }

    // ---- fatal errors

    private void onUncaught(Thread thread, Throwable error) {
        if (error instanceof Error) {
            onFatal(thread, error);
        } else {
            err.println("Exception in thread \"" + thread.getName() + "\"");
            error.printStackTrace(err);
        }
    }

    /** The first one is told, and the node leaves: by another thread, for the one that failed may be one that leaving needs. */
    private void onFatal(Thread thread, Throwable error) {
        try {
            if (fatal.compareAndSet(null, error)) {
                err.println(descriptors.explain("troupe: fatal error in thread " + thread.getName() + ": " + error
                        + "; the node ends, start it again"));
                error.printStackTrace(err);
            }
        } finally {
            if (error instanceof OutOfMemoryError) {
                // Leaving takes memory. The others take over from a process that is gone sooner than from one that is
                // half dead.
                Runtime.getRuntime().halt(NodeExitCode.FATAL);
            }
            failed.countDown();
        }
    }

    private void endWhenFailed() {
        // Once before it is needed, so that all it needs is there.
        var unused = descriptors.explain("");
        try {
            failed.await();
        } catch (InterruptedException never) {
            Thread.currentThread().interrupt();
        }
        System.exit(NodeExitCode.FATAL);
    }
}
