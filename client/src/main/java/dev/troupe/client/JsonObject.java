package dev.troupe.client;

import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The members of a JSON object by name and kind; a member of another kind counts as missing. */
record JsonObject(Map<?, ?> members) {

    /** @throws IllegalArgumentException if the bytes are not one JSON object in UTF-8 */
    static JsonObject parse(byte[] utf8) {
        return of(JsonReader.read(utf8)).orElseThrow(() -> new IllegalArgumentException("not a JSON object"));
    }

    /** A value as an object, if it is one. */
    static Optional<JsonObject> of(Object value) {
        return value instanceof Map<?, ?> members ? Optional.of(new JsonObject(members)) : Optional.empty();
    }

    Optional<String> text(String name) {
        return member(name, String.class);
    }

    Optional<BigDecimal> number(String name) {
        return member(name, BigDecimal.class);
    }

    Optional<JsonObject> object(String name) {
        return member(name, Map.class).map(JsonObject::new);
    }

    /** The objects of an array, empty if it is missing. */
    List<JsonObject> objects(String name) {
        return member(name, List.class).stream()
                .<Object>flatMap(List<?>::stream)
                .flatMap(element -> of(element).stream())
                .toList();
    }

    private <T> Optional<T> member(String name, Class<T> kind) {
        return Optional.ofNullable(members.get(name)).filter(kind::isInstance).map(kind::cast);
    }
}
