package dev.troupe.node;

import org.apache.pekko.actor.setup.Setup;

/** The errors after which a process is not to be trusted, and who hears of them in an actor system that says so in its setup. */
final class FatalErrors extends Setup {
    private final Thread.UncaughtExceptionHandler listener;

    FatalErrors(Thread.UncaughtExceptionHandler listener) {
        this.listener = listener;
    }

    /** Whether an error is one that actors, streams and futures let pass, so that it ends its thread. */
    static boolean isFatal(Throwable error) {
        return error instanceof VirtualMachineError || error instanceof LinkageError || error instanceof ThreadDeath;
    }

    /** A thread has ended by an error that is fatal. */
    void tell(Thread thread, Throwable error) {
        listener.uncaughtException(thread, error);
    }
}
