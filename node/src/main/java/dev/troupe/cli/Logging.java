package dev.troupe.cli;

/**
 * How the programs of this jar log. An application that has the jar on its class path keeps its own way, so the file does not have the
 * name that Logback looks for.
 */
final class Logging {
    private static final String FILE = "logback.configurationFile";

    private Logging() {}

    /** Names the file of this jar unless the operator has named another; to be called before anything logs. */
    static void configure() {
        if (System.getProperty(FILE) == null) {
            System.setProperty(FILE, "troupe-logback.xml");
        }
    }
}
