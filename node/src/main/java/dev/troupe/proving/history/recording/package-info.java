/**
 * Histories as files of text, to be read, searched and judged once more. Read {@link dev.troupe.proving.history.recording.RecordingFile} first.
 */
@NullMarked
package dev.troupe.proving.history.recording;

import org.jspecify.annotations.NullMarked;
