package dev.troupe.bench.process.resp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

final class RespTest {
    @Test
    void aCommandIsAnArrayOfTextsOfAnyBytes() throws IOException {
        ByteArrayOutputStream sent = new ByteArrayOutputStream();
        RespWriter writer = new RespWriter(sent);
        writer.command(bytes("SET"), bytes("k"), new byte[] {'\r', '\n', 0, -1});
        writer.command(bytes("DBSIZE"));
        assertThat(sent.size()).isZero();
        writer.flush();
        assertThat(sent.toString(StandardCharsets.ISO_8859_1))
                .isEqualTo("*3\r\n$3\r\nSET\r\n$1\r\nk\r\n$4\r\n\r\n\0\u00ff\r\n*1\r\n$6\r\nDBSIZE\r\n");
    }

    @Test
    void repliesAreReadOneAfterTheOther() throws IOException {
        RespReader reader = reader("+OK\r\n:3741754\r\n$7\r\na\r\nb\r\nc\r\n$0\r\n\r\n+PONG\r\n");
        assertThat(reader.reply()).isEqualTo("OK");
        assertThat(reader.reply()).isEqualTo("3741754");
        assertThat(reader.reply()).isEqualTo("a\r\nb\r\nc");
        assertThat(reader.reply()).isEmpty();
        assertThat(reader.reply()).isEqualTo("PONG");
    }

    @Test
    void anErrorIsAFailureAndTheNextReplyIsStillRead() throws IOException {
        RespReader reader = reader("-OOM command not allowed\r\n+OK\r\n");
        assertThatIOException().isThrownBy(reader::reply).withMessage("Redis refused: OOM command not allowed");
        assertThat(reader.reply()).isEqualTo("OK");
    }

    @Test
    void whatEndsTooSoonIsNoReply() {
        assertThatIOException().isThrownBy(reader("")::reply).withMessageContaining("closed");
        assertThatIOException().isThrownBy(reader("+OK")::reply).withMessageContaining("closed");
        assertThatIOException().isThrownBy(reader("+OK\r")::reply).withMessageContaining("closed");
        assertThatIOException().isThrownBy(reader("$5\r\nabc")::reply).withMessageContaining("closed");
    }

    @Test
    void whatIsNoReplyIsRefused() {
        assertThatIOException().isThrownBy(reader("*1\r\n:1\r\n")::reply).withMessageContaining("*1");
        assertThatIOException().isThrownBy(reader("HTTP/1.1 400\r\n")::reply).withMessageContaining("HTTP");
        assertThatIOException().isThrownBy(reader("$-1\r\n")::reply).withMessageContaining("nothing");
        assertThatIOException().isThrownBy(reader("$x\r\n")::reply).withMessageContaining("'x'");
        assertThatIOException().isThrownBy(reader("$1\r\nabc\r\n")::reply).withMessageContaining("longer");
        assertThatIOException()
                .isThrownBy(reader("+" + "x".repeat(5000))::reply)
                .withMessageContaining("4096");
    }

    private static RespReader reader(String bytes) {
        return new RespReader(new ByteArrayInputStream(bytes(bytes)));
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }
}
