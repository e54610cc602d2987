package dev.troupe.proving.history.recording;

import dev.troupe.proving.history.Action;
import dev.troupe.proving.history.Action.Read;
import dev.troupe.proving.history.Action.Remove;
import dev.troupe.proving.history.Action.Write;
import dev.troupe.proving.history.Attempt;
import dev.troupe.proving.history.Disturbance;
import dev.troupe.proving.history.Outcome;
import dev.troupe.proving.history.Outcome.Plain;
import dev.troupe.proving.history.Outcome.Saw;
import dev.troupe.proving.history.Outcome.Wrote;
import java.util.Locale;

/** Attempts and disturbances as lines of a recording. Times are nanoseconds since its start, versions hexadecimal. */
final class AttemptLine {
    static final String REQUEST = "request";
    static final String DISTURBANCE = "disturbance";

    private static final String SAW = "saw";
    private static final String WROTE = "wrote";

    private AttemptLine() {}

    static RecordingLine of(Attempt attempt, long startNanos) {
        RecordingLine line = RecordingLine.of(REQUEST)
                .with("invoked", attempt.invokedNanos() - startNanos)
                .with("ended", attempt.endedNanos() - startNanos)
                .with("client", attempt.client())
                .with("key", attempt.key());
        add(line, attempt.action());
        add(line, attempt.outcome());
        return line;
    }

    static RecordingLine of(Disturbance disturbance, long startNanos) {
        return RecordingLine.of(DISTURBANCE)
                .with("start", disturbance.startNanos() - startNanos)
                .with("end", disturbance.endNanos() - startNanos)
                .with("kind", lower(disturbance.kind()))
                .with("node", disturbance.node());
    }

    static Attempt attempt(RecordingLine line) {
        return new Attempt(
                line.get("client", Integer::parseInt),
                line.get("key"),
                action(line),
                outcome(line),
                line.number("invoked"),
                line.number("ended"));
    }

    static Disturbance disturbance(RecordingLine line) {
        return new Disturbance(
                line.constant("kind", Disturbance.Kind.class),
                line.get("node"),
                line.number("start"),
                line.number("end"));
    }

    private static void add(RecordingLine line, Action action) {
        if (action instanceof Write write) {
            line.with("action", "write")
                    .with("value", write.value())
                    .with("expected", write.expected())
                    .with("ttl", write.ttlMillis());
        } else {
            line.with("action", action instanceof Remove ? "remove" : "read");
        }
    }

    private static Action action(RecordingLine line) {
        return switch (line.get("action")) {
            case "read" -> new Read();
            case "remove" -> new Remove();
            case "write" -> new Write(line.number("value"), line.number("expected"), line.number("ttl"));
            default -> throw new IllegalArgumentException("unknown action " + line.get("action"));
        };
    }

    private static void add(RecordingLine line, Outcome outcome) {
        if (outcome instanceof Saw saw) {
            line.with("outcome", SAW).with("seen", saw.value()).with("version", Long.toHexString(saw.version()));
        } else if (outcome instanceof Wrote wrote) {
            line.with("outcome", WROTE).with("version", Long.toHexString(wrote.version()));
        } else {
            line.with("outcome", lower((Plain) outcome));
        }
    }

    private static Outcome outcome(RecordingLine line) {
        return switch (line.get("outcome")) {
            case SAW -> new Saw(line.number("seen"), version(line));
            case WROTE -> new Wrote(version(line));
            default -> line.constant("outcome", Plain.class);
        };
    }

    private static long version(RecordingLine line) {
        return line.get("version", text -> Long.parseUnsignedLong(text, 16));
    }

    private static String lower(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT);
    }
}
