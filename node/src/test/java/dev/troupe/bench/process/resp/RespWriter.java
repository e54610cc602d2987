package dev.troupe.bench.process.resp;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;

/** Writes commands as Redis reads them: an array of bulk strings each (RESP 2). */
public final class RespWriter {
    private static final int BUFFER_BYTES = 256 << 10;
    private static final byte[] END = {'\r', '\n'};

    private final OutputStream out;

    /** A writer to a connection. */
    public RespWriter(OutputStream out) {
        this.out = new BufferedOutputStream(out, BUFFER_BYTES);
    }

    /** Writes a command, which is sent at the latest with the next {@link #flush}. */
    public void command(byte[]... words) throws IOException {
        head('*', words.length);
        for (byte[] word : words) {
            head('$', word.length);
            out.write(word);
            out.write(END);
        }
    }

    /** Sends what was written. */
    public void flush() throws IOException {
        out.flush();
    }

    private void head(char type, int length) throws IOException {
        out.write(type);
        out.write(Integer.toString(length).getBytes(StandardCharsets.US_ASCII));
        out.write(END);
    }
}
