package dev.troupe.proving.history.recording;

import dev.troupe.proving.history.Attempt;
import dev.troupe.proving.history.Disturbance;
import dev.troupe.proving.history.Finding;
import dev.troupe.proving.history.History;
import dev.troupe.proving.history.Judgement;
import dev.troupe.proving.history.Rules;
import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A recording as a file of text, a line for each request, so that it can be searched by key and judged once more:
 *
 * <pre>
 * troupe-history format=1 started=2026-11-30T08:00:12.345Z text=by 8 clients to 3 node(s), async, with kill
 * rules sync=false loss-window-ms=1000 ...
 * request invoked=1200 ended=3400 client=2 key={run.7}k1 action=write value=17 expected=-1 ttl=0 outcome=wrote version=1f
 * disturbance start=5000 end=6000 kind=kill node=node-2
 * end requests=1 disturbances=1
 * finding promise=reads-are-current excused=false key={run.7}k1 text=...
 * undecided key={run.7}k1
 * verdict is=broken
 * </pre>
 *
 * Times are nanoseconds since {@code started}. What comes after the line {@code end} is what the judge said at the time.
 */
public final class RecordingFile {
    private static final String HEADER = "troupe-history";
    private static final String FORMAT = "1";
    private static final String RULES = "rules";
    private static final String END = "end";

    private RecordingFile() {}

    /**
     * Writes a recording to a file that does not exist yet.
     *
     * @param judgement of it, empty if it was not judged
     * @throws IOException if it cannot be written as a whole
     */
    public static void write(Path file, Recording recording, Optional<Judgement> judgement) throws IOException {
        History history = recording.history();
        long startNanos = history.startNanos();
        try (BufferedWriter lines = Files.newBufferedWriter(file, StandardOpenOption.CREATE_NEW)) {
            put(
                    lines,
                    RecordingLine.of(HEADER)
                            .with("format", FORMAT)
                            .with("started", recording.started())
                            .withText(recording.what()));
            put(lines, of(recording.rules()));
            for (Disturbance disturbance : history.disturbances()) {
                put(lines, AttemptLine.of(disturbance, startNanos));
            }
            for (Attempt attempt : history.attempts()) {
                put(lines, AttemptLine.of(attempt, startNanos));
            }
            put(
                    lines,
                    RecordingLine.of(END)
                            .with("requests", history.attempts().size())
                            .with("disturbances", history.disturbances().size()));
            if (judgement.isPresent()) {
                put(lines, judgement.get());
            }
        }
    }

    private static void put(BufferedWriter lines, Judgement judgement) throws IOException {
        for (Finding finding : judgement.findings()) {
            put(
                    lines,
                    RecordingLine.of("finding")
                            .with("promise", finding.promise().id())
                            .with("excused", finding.excused())
                            .with("key", finding.key())
                            .withText(finding.text()));
        }
        for (String key : judgement.undecided()) {
            put(lines, RecordingLine.of("undecided").with("key", key));
        }
        put(
                lines,
                RecordingLine.of("verdict")
                        .with("is", judgement.verdict().name().toLowerCase(Locale.ROOT)));
    }

    private static void put(BufferedWriter lines, RecordingLine line) throws IOException {
        lines.append(line.toString()).append('\n');
    }

    /**
     * Reads a recording; what the judge said is left out.
     *
     * @throws IOException if it cannot be read, is no recording, or ends early; names the line
     */
    public static Recording read(Path file) throws IOException {
        try (BufferedReader lines = Files.newBufferedReader(file)) {
            Reading reading = new Reading(lines);
            try {
                return reading.recording();
            } catch (IllegalArgumentException broken) {
                throw new IOException(file + ", line " + reading.number + ": " + broken.getMessage(), broken);
            } catch (CharacterCodingException binary) {
                throw new IOException(file + " is no history: it is not text", binary);
            }
        }
    }

    /** A file that is being read. */
    private static final class Reading {
        private final BufferedReader lines;
        private final List<Attempt> attempts = new ArrayList<>();
        private final List<Disturbance> disturbances = new ArrayList<>();
        private int number;

        private Reading(BufferedReader lines) {
            this.lines = lines;
        }

        private Recording recording() throws IOException {
            RecordingLine header = next(HEADER);
            if (!header.get("format").equals(FORMAT)) {
                throw new IllegalArgumentException("format " + header.get("format") + " is not known here");
            }
            Rules rules = rules(next(RULES));
            RecordingLine line = next();
            for (; !line.kind().equals(END); line = next()) {
                switch (line.kind()) {
                    case AttemptLine.REQUEST -> attempts.add(AttemptLine.attempt(line));
                    case AttemptLine.DISTURBANCE -> disturbances.add(AttemptLine.disturbance(line));
                    default -> throw new IllegalArgumentException("'" + line.kind() + "' does not belong here");
                }
            }
            if (line.number("requests") != attempts.size() || line.number("disturbances") != disturbances.size()) {
                throw new IllegalArgumentException("lines are missing before the end");
            }
            return new Recording(
                    header.text(), header.get("started", Instant::parse), rules, new History(attempts, disturbances));
        }

        private RecordingLine next(String kind) throws IOException {
            RecordingLine line = next();
            if (!line.kind().equals(kind)) {
                throw new IllegalArgumentException("no history: '" + kind + "' should be here");
            }
            return line;
        }

        private RecordingLine next() throws IOException {
            @Nullable String line = lines.readLine();
            number++;
            if (line == null) {
                throw new IllegalArgumentException("the history ends early");
            }
            return RecordingLine.parse(line);
        }
    }

    private static RecordingLine of(Rules rules) {
        return RecordingLine.of(RULES)
                .with("sync", rules.sync())
                .with("loss-window-ms", rules.lossWindow().toMillis())
                .with("detection-ms", rules.detection().toMillis())
                .with("expiry-grace-ms", rules.expiryGrace().toMillis())
                .with("answer-within-ms", rules.answerWithin().toMillis())
                .with("recover-within-ms", rules.recoverWithin().toMillis());
    }

    private static Rules rules(RecordingLine line) {
        return new Rules(
                line.get("sync").equals("true"),
                millis(line, "loss-window-ms"),
                millis(line, "detection-ms"),
                millis(line, "expiry-grace-ms"),
                millis(line, "answer-within-ms"),
                millis(line, "recover-within-ms"));
    }

    private static Duration millis(RecordingLine line, String name) {
        return Duration.ofMillis(line.number(name));
    }
}
