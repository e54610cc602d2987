package dev.troupe.store.segment;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** Media types in few bytes: none for bytes without a type, one for common types, else the text behind its length. */
public final class MediaTypes {
    /** The type of an entry that carries none. */
    public static final String OCTETS = "application/octet-stream";

    /** The length is stored in a byte. */
    private static final int LONGEST = 255;

    /** Stored bytes refer to positions in this list, beginning with 1: append only. */
    private static final List<String> COMMON = List.of(
            "application/json",
            "text/plain",
            "text/plain; charset=utf-8",
            "text/plain; charset=UTF-8",
            "text/plain;charset=utf-8",
            "text/plain;charset=UTF-8",
            "text/html",
            "text/html; charset=utf-8",
            "text/html; charset=UTF-8",
            "text/css",
            "text/csv",
            "text/javascript",
            "text/xml",
            "application/xml",
            "application/javascript",
            "application/json; charset=utf-8",
            "application/json;charset=utf-8",
            "application/problem+json",
            "application/x-www-form-urlencoded",
            "application/x-protobuf",
            "application/protobuf",
            "application/msgpack",
            "application/cbor",
            "application/pdf",
            "application/zip",
            "application/gzip",
            "image/png",
            "image/jpeg",
            "image/gif",
            "image/webp",
            "image/svg+xml",
            "audio/mpeg",
            "video/mp4",
            "font/woff2");

    private MediaTypes() {}

    /** Whether it can be stored: up to 255 printable ASCII characters. */
    static boolean isValid(String type) {
        int printable = 0;
        while (printable < type.length() && type.charAt(printable) >= ' ' && type.charAt(printable) <= '~') {
            printable++;
        }
        return printable == type.length() && printable <= LONGEST;
    }

    /** Bytes that a type takes. */
    static int size(String type) {
        if (type.equals(OCTETS)) {
            return 0;
        }
        return COMMON.contains(type) ? 1 : 2 + type.length();
    }

    /** Writes a type that takes at least one byte. */
    static void write(String type, ByteBuffer bytes, int at) {
        int code = COMMON.indexOf(type) + 1;
        bytes.put(at, (byte) code);
        if (code == 0) {
            byte[] text = type.getBytes(StandardCharsets.ISO_8859_1);
            bytes.put(at + 1, (byte) text.length);
            bytes.put(at + 2, text);
        }
    }

    /** Bytes that a written type takes. */
    static int sizeAt(ByteBuffer bytes, int at) {
        return bytes.get(at) == 0 ? 2 + (bytes.get(at + 1) & 0xff) : 1;
    }

    static String read(ByteBuffer bytes, int at) {
        if (bytes.get(at) != 0) {
            return COMMON.get((bytes.get(at) & 0xff) - 1);
        }
        byte[] text = new byte[bytes.get(at + 1) & 0xff];
        bytes.get(at + 2, text);
        return new String(text, StandardCharsets.ISO_8859_1);
    }
}
