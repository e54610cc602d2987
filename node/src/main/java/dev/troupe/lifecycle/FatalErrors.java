package dev.troupe.lifecycle;

import org.apache.pekko.actor.setup.Setup;

/** The errors after which a process is not to be trusted, and who hears of them in an actor system that says so in its setup. */
public final class FatalErrors extends Setup {
    private final Thread.UncaughtExceptionHandler listener;

    public FatalErrors(Thread.UncaughtExceptionHandler listener) {
        this.listener = listener;
    }

    /** Whether an error is one that actors, streams and futures let pass, so that it ends its thread. */
    public static boolean isFatal(Throwable error) {
        return error instanceof VirtualMachineError || error instanceof LinkageError || error instanceof ThreadDeath;
    }

    /** A thread has ended by an error that is fatal. */
    public void tell(Thread thread, Throwable error) {
        listener.uncaughtException(thread, error);
    }
}
