package dev.troupe.gateway.loading;

import java.util.Optional;

/** What comes of a load, or of waiting for one. */
sealed interface LoadOutcome {
    /** A value, or that there is none. */
    record Loaded(Optional<byte[]> value) implements LoadOutcome {}

    /** A failure, which is that of everybody who has waited. */
    record Failed(Throwable cause) implements LoadOutcome {}

    /** Nothing in the time that there was, or another node loads: whoever still wants the value asks again. */
    enum Nothing implements LoadOutcome {
        INSTANCE
    }
}
