/** Tests of histories as files. */
@NullMarked
package dev.troupe.proving.history.recording;

import org.jspecify.annotations.NullMarked;
