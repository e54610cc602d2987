package dev.troupe.cli.io;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.PushbackInputStream;
import java.util.zip.CRC32;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;
import java.util.zip.ZipException;

/**
 * The content of gzip data (RFC 1952), of all its members to the last byte. Java's own stream takes for the end what it cannot
 * read after a member, be it cut, damaged or only late.
 */
public final class GzipStream extends InputStream {
    private static final int BUFFER_BYTES = 1 << 16;
    private static final int HEADER_BYTES = 10;
    private static final int TRAILER_BYTES = 8;
    private static final int HAS_CHECKSUM = 2;
    private static final int HAS_EXTRA = 4;
    private static final int HAS_NAME = 8;
    private static final int HAS_COMMENT = 16;
    private static final int UNKNOWN_FLAGS = 0xE0;

    private final PushbackInputStream packed;
    private final Inflater inflater = new Inflater(true);
    private final CRC32 checksum = new CRC32();
    private final byte[] buffer = new byte[BUFFER_BYTES];
    private int buffered;
    private boolean ended;

    /**
     * Reads the head of the first member.
     *
     * @throws ZipException if there is none
     */
    public GzipStream(InputStream packed) throws IOException {
        this.packed = new PushbackInputStream(packed, BUFFER_BYTES);
        header();
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    /** @throws IOException if the data is damaged, or ends before its end */
    @Override
    public int read(byte[] into, int offset, int length) throws IOException {
        try {
            while (!ended && length > 0) {
                int count = inflater.inflate(into, offset, length);
                if (count > 0) {
                    checksum.update(into, offset, count);
                    return count;
                }
                advance();
            }
            return length == 0 ? 0 : -1;
        } catch (DataFormatException damaged) {
            throw new ZipException("the gzip data is damaged: " + damaged.getMessage());
        }
    }

    /** To more input, or to the next member. */
    private void advance() throws IOException {
        if (inflater.finished()) {
            packed.unread(buffer, buffered - inflater.getRemaining(), inflater.getRemaining());
            trailer();
            int next = packed.read();
            if (next < 0) {
                ended = true;
            } else {
                packed.unread(next);
                inflater.reset();
                checksum.reset();
                header();
            }
        } else if (inflater.needsDictionary()) {
            throw new ZipException("the gzip data is damaged: it needs a dictionary");
        } else {
            buffered = packed.read(buffer, 0, BUFFER_BYTES);
            require(buffered > 0);
            inflater.setInput(buffer, 0, buffered);
        }
    }

    private void header() throws IOException {
        byte[] header = bytes(HEADER_BYTES);
        int flags = header[3] & 0xff;
        if (header[0] != 0x1f || header[1] != (byte) 0x8b || header[2] != 8 || (flags & UNKNOWN_FLAGS) != 0) {
            throw new ZipException("there is something that is not gzip");
        }
        if ((flags & HAS_EXTRA) != 0) {
            byte[] length = bytes(2);
            byte[] unused = bytes((length[0] & 0xff) | (length[1] & 0xff) << 8);
        }
        for (int flag = HAS_NAME; flag <= HAS_COMMENT; flag <<= 1) {
            for (boolean more = (flags & flag) != 0; more; ) {
                more = bytes(1)[0] != 0;
            }
        }
        if ((flags & HAS_CHECKSUM) != 0) {
            byte[] unused = bytes(2);
        }
    }

    private void trailer() throws IOException {
        byte[] trailer = bytes(TRAILER_BYTES);
        if (number(trailer, 0) != (int) checksum.getValue() || number(trailer, 4) != (int) inflater.getBytesWritten()) {
            throw new ZipException("the gzip data is damaged: its checksum is wrong");
        }
    }

    private static int number(byte[] bytes, int at) {
        return (bytes[at] & 0xff)
                | (bytes[at + 1] & 0xff) << 8
                | (bytes[at + 2] & 0xff) << 16
                | (bytes[at + 3] & 0xff) << 24;
    }

    private byte[] bytes(int count) throws IOException {
        byte[] bytes = packed.readNBytes(count);
        require(bytes.length == count);
        return bytes;
    }

    private static void require(boolean isThere) throws EOFException {
        if (!isThere) {
            throw new EOFException("the gzip data ends early");
        }
    }

    @Override
    public void close() throws IOException {
        inflater.end();
        packed.close();
    }
}
