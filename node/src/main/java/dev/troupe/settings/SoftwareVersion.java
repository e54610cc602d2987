package dev.troupe.settings;

import java.util.Optional;

/** The version of this software. */
public final class SoftwareVersion {
    private SoftwareVersion() {}

    /** Of the jar that this class is in, or the one that is being worked on. */
    public static String text() {
        return Optional.ofNullable(SoftwareVersion.class.getPackage().getImplementationVersion())
                .orElse("0.1.0");
    }
}
