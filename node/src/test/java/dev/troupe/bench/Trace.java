package dev.troupe.bench;

import dev.troupe.cli.io.GzipStream;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;

/**
 * A recorded request stream: one request a line, a line is a key. Files ending in {@code .gz} are unpacked while reading.
 *
 * @param name of the file without its endings
 * @param requests keys numbered densely in the order of their first appearance
 * @param uniqueKeys how many there are
 */
record Trace(String name, int[] requests, int uniqueKeys) {
    static Trace read(Path file) throws IOException {
        Map<String, Integer> numbers = new HashMap<>();
        int[] requests = new int[1 << 16];
        int count = 0;
        try (BufferedReader lines = new BufferedReader(new InputStreamReader(open(file), StandardCharsets.UTF_8))) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                if (count == requests.length) {
                    requests = Arrays.copyOf(requests, 2 * count);
                }
                Integer number = numbers.putIfAbsent(line, numbers.size());
                requests[count++] = number == null ? numbers.size() - 1 : number;
            }
        }
        if (count == 0) {
            throw new IOException("no requests in " + file);
        }
        return new Trace(baseName(file), Arrays.copyOf(requests, count), numbers.size());
    }

    private static InputStream open(Path file) throws IOException {
        InputStream raw = Files.newInputStream(file);
        return file.toString().endsWith(".gz") ? new GzipStream(raw) : raw;
    }

    private static String baseName(Path file) {
        String name = String.valueOf(file.getFileName());
        int dot = name.indexOf('.');
        return dot > 0 ? name.substring(0, dot) : name;
    }
}
