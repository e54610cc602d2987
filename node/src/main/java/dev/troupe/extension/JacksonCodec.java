package dev.troupe.extension;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.ObjectWriter;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.troupe.api.Codec;
import java.io.IOException;
import java.io.UncheckedIOException;

/**
 * Values of a class as Jackson writes them. A field that the class no longer has is ignored; whatever else cannot be read is
 * {@link dev.troupe.api.Undecodable}.
 *
 * @param <V> the class
 */
public final class JacksonCodec<V> implements Codec<V, byte[]> {
    private static final ObjectMapper JSON = JsonMapper.builder()
            .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .build();

    private final ObjectWriter writer;
    private final ObjectReader reader;

    private JacksonCodec(ObjectMapper mapper, Class<V> type) {
        this.writer = mapper.writerFor(type);
        this.reader = mapper.readerFor(type);
    }

    /**
     * Values as JSON.
     *
     * @param <V> the class
     * @param type the class
     * @return the codec
     */
    public static <V> Codec<V, byte[]> json(Class<V> type) {
        return of(JSON, type);
    }

    /**
     * Values as a mapper of the application's writes them: with its modules, or in another format. Values as CBOR, which are smaller than
     * JSON and hold octets as they are, take {@code com.fasterxml.jackson.dataformat:jackson-dataformat-cbor} on the class path, of the
     * version of Jackson that is there, and
     *
     * <pre>{@code
     * JacksonCodec.of(
     *         CBORMapper.builder().disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES).build(), User.class);
     * }</pre>
     *
     * @param <V> the class
     * @param mapper not to be configured any more afterwards
     * @param type of the values
     * @return the codec
     */
    public static <V> Codec<V, byte[]> of(ObjectMapper mapper, Class<V> type) {
        return new JacksonCodec<>(mapper, type);
    }

    /** @throws IllegalArgumentException if the value cannot be written */
    @Override
    public byte[] encode(V value) {
        try {
            return writer.writeValueAsBytes(value);
        } catch (JsonProcessingException refused) {
            throw new IllegalArgumentException("a value cannot be encoded: " + refused.getOriginalMessage(), refused);
        }
    }

    @Override
    public V decode(byte[] stored) {
        try {
            return reader.readValue(stored);
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }
}
