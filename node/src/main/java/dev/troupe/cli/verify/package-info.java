/** {@code troupe verify}: load and faults, and the judgement of what clients saw. Read {@link dev.troupe.cli.verify.Verification} first. */
@NullMarked
package dev.troupe.cli.verify;

import org.jspecify.annotations.NullMarked;
