package dev.troupe.bench.process;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a process holds of the machine's memory, as Linux tells it.
 *
 * @param peakBytes the most it ever held (VmHWM)
 * @param nowBytes what it holds (VmRSS)
 */
record ResidentMemory(long peakBytes, long nowBytes) {
    private static final Path OF_THIS_PROCESS = Path.of("/proc/self/status");

    /** Whether the system tells it of processes. */
    static boolean isTold() {
        return Files.isReadable(OF_THIS_PROCESS);
    }

    /** That of a process. @throws IOException if there is none of this number */
    static ResidentMemory of(long pid) throws IOException {
        return parse(Files.readAllLines(Path.of("/proc", Long.toString(pid), "status")));
    }

    /** Reads the lines of {@code /proc/PID/status}. @throws IOException if they do not tell, as those of a process that has ended */
    static ResidentMemory parse(List<String> lines) throws IOException {
        return new ResidentMemory(bytes(lines, "VmHWM"), bytes(lines, "VmRSS"));
    }

    private static long bytes(List<String> lines, String name) throws IOException {
        Pattern line = Pattern.compile(name + ":\\s*(\\d+) kB\\s*");
        return lines.stream()
                        .map(line::matcher)
                        .filter(Matcher::matches)
                        .mapToLong(matcher -> Long.parseLong(matcher.group(1)))
                        .findFirst()
                        .orElseThrow(() -> new IOException("there is no " + name + " in the status of the process"))
                << 10;
    }
}
