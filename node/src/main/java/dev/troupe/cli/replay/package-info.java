/** {@code troupe replay}: a trace of requests against a cluster. Read {@link dev.troupe.cli.replay.Replay} first. */
@NullMarked
package dev.troupe.cli.replay;

import org.jspecify.annotations.NullMarked;
